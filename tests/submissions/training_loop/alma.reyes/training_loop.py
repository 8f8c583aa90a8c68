import numpy as np
import tensorflow as tf
from tensorflow import keras


def batches(x, y, batch_size):
    for i in range(0, len(x), batch_size):
        yield x[i:i + batch_size], y[i:i + batch_size]


def split(x, y, validation_fraction, seed):
    rng = np.random.default_rng(seed)
    idx = rng.permutation(len(x))
    n_val = int(validation_fraction * len(x))
    val_idx, train_idx = idx[:n_val], idx[n_val:]
    return x[train_idx], y[train_idx], x[val_idx], y[val_idx]


def crossentropy(y_true, y_pred):
    y_pred = np.clip(y_pred, 1e-7, 1.0)
    return -np.mean(np.log(y_pred[np.arange(len(y_true)), y_true]))


def sgd_step(w, g, eta):
    return w - eta * g


def momentum_step(w, v, g, eta, beta):
    v_new = beta * v - eta * g
    return w + v_new, v_new


def adagrad_step(w, s, g, eta, eps):
    s_new = s + g ** 2
    return w - eta * g / (np.sqrt(s_new) + eps), s_new


def rmsprop_step(w, s, g, eta, rho, eps):
    s_new = rho * s + (1 - rho) * g ** 2
    return w - eta * g / (np.sqrt(s_new) + eps), s_new


def adadelta_step(w, s, d, g, rho, eps):
    s_new = rho * s + (1 - rho) * g ** 2
    delta = -np.sqrt(d + eps) / np.sqrt(s_new + eps) * g
    d_new = rho * d + (1 - rho) * delta ** 2
    return w + delta, s_new, d_new


def adam_step(w, m, v, g, t, eta, beta1, beta2, eps):
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g ** 2
    m_hat = m_new / (1 - beta1 ** t)
    v_hat = v_new / (1 - beta2 ** t)
    return w - eta * m_hat / (np.sqrt(v_hat) + eps), m_new, v_new


def fit(x, y, epochs, batch_size, eta, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(int(y.max()) + 1, activation="softmax"),
    ])
    model.build((None, x.shape[1]))
    optimizer = keras.optimizers.SGD(learning_rate=eta)
    optimizer.build(model.trainable_variables)
    loss_fn = keras.losses.SparseCategoricalCrossentropy()

    @tf.function
    def train_step(xb, yb):
        with tf.GradientTape() as tape:
            loss = loss_fn(yb, model(xb, training=True))
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
        return loss

    rng = np.random.default_rng(seed)
    for epoch in range(epochs):
        idx = rng.permutation(len(x))
        for xb, yb in batches(x[idx], y[idx], batch_size):
            train_step(xb, yb)
    return model
