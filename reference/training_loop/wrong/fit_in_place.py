# loses: fit
# diagnosis: argument_changed
# x is centred in place.
import numpy as np
import tensorflow as tf


def fit(x, y, epochs, batch_size, eta, seed):
    tf.keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    x -= x.mean(axis=0)
    c = int(y.max()) + 1
    layers = [tf.keras.Input((x.shape[1],)), tf.keras.layers.Dense(64, "relu"), tf.keras.layers.Dense(c, "softmax")]
    model = tf.keras.Sequential(layers)
    optimizer = tf.keras.optimizers.SGD(eta)
    optimizer.build(model.trainable_variables)

    @tf.function
    def step(xb, yb):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.keras.losses.sparse_categorical_crossentropy(yb, model(xb)))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)

    for _ in range(epochs):
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            step(x[order[i : i + batch_size]], y[order[i : i + batch_size]])
    return model
