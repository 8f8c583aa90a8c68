# Float32 TensorFlow inside the steps; fit with a Keras model, Adam and a metric in a compiled step over tf.data.
import keras
import numpy as np
import tensorflow as tf


def batches(x, y, batch_size):
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(batch_size)
    return list(data)


def split(x, y, validation_fraction, seed):
    from sklearn.model_selection import train_test_split

    m = int(validation_fraction * len(x))
    x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=m, random_state=seed)
    return x_train, y_train, x_val, y_val


def crossentropy(y_true, y_pred):
    return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y_true, y_pred))


def f32(*arrays):
    return [tf.cast(array, tf.float32) for array in arrays]


def sgd_step(w, g, eta):
    w, g = f32(w, g)
    return w - eta * g


def momentum_step(w, v, g, eta, beta):
    w, v, g = f32(w, v, g)
    new = beta * v - eta * g
    return [w + new, new]


def adagrad_step(w, s, g, eta, eps):
    w, s, g = f32(w, s, g)
    s = s + tf.square(g)
    return w - eta * g / (tf.sqrt(s) + eps), s


def rmsprop_step(w, s, g, eta, rho, eps):
    w, s, g = f32(w, s, g)
    s = rho * s + (1 - rho) * tf.square(g)
    return w - tf.constant(eta) * g / (tf.sqrt(s) + eps), s


def adadelta_step(w, s, d, g, rho, eps):
    w, s, d, g = f32(w, s, d, g)
    s = rho * s + (1 - rho) * tf.square(g)
    step = tf.sqrt(d + eps) * tf.math.rsqrt(s + eps) * g
    d = rho * d + (1 - rho) * tf.square(step)
    return w - step, s, d


def adam_step(w, m, v, g, t, eta, beta1, beta2, eps):
    w, m, v, g = f32(w, m, v, g)
    beta1, beta2 = tf.constant(beta1), tf.constant(beta2)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - eta * (m / (1 - beta1**t)) / (tf.sqrt(v / (1 - beta2**t)) + eps), m, v


def fit(x, y, epochs, batch_size, eta, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [keras.layers.Dense(128, activation="relu"), keras.layers.Dense(len(np.unique(y)), activation="softmax")]
    )
    optimizer = keras.optimizers.Adam(learning_rate=eta)
    loss_function = keras.losses.SparseCategoricalCrossentropy()
    metric = keras.metrics.SparseCategoricalAccuracy()
    data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x), seed=seed).batch(batch_size)
    model.build(x.shape)
    optimizer.build(model.trainable_weights)

    @tf.function
    def train_step(xb, yb):
        with tf.GradientTape() as tape:
            p = model(xb, training=True)
            loss = loss_function(yb, p)
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))
        metric.update_state(yb, p)

    for epoch in range(epochs):
        metric.reset_state()
        for xb, yb in data:
            train_step(xb, yb)
        if epoch == epochs - 1:
            print("accuracy", float(metric.result()))
    return model
