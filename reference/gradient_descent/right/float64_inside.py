"""float64 everywhere inside, cast to float32 at the very end; the optimizer works on a float64 variable as well."""
import numpy as np
import tensorflow as tf


def _cast(xs, ys):
    return np.asarray(xs, dtype=np.float64).astype(np.float32), np.asarray(ys, dtype=np.float64).astype(np.float32)


def descend(x0=10.0, eta=0.1, steps=50):
    x, xs, ys = x0, [], []
    for _ in range(steps):
        ys.append(x * x - 4 * x + 4)
        x -= eta * (2 * x - 4)
        xs.append(x)
    return _cast(xs, ys)


@tf.function
def do_update(x, eta):
    eta = tf.cast(eta, x.dtype)
    with tf.GradientTape() as tape:
        y = (x - 2) ** 2
    x.assign_add(-eta * tape.gradient(y, x))
    return y


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float64)
    rate = tf.constant(eta, dtype=tf.float64)
    xs, ys = [], []
    for _ in range(steps):
        ys.append(float(do_update(x, rate)))
        xs.append(float(x.numpy()))
    return _cast(xs, ys)


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float64)
    optimizer = tf.optimizers.SGD(learning_rate=eta)
    xs, ys = [], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = x * x - 4 * x + 4
        optimizer.apply_gradients([(tape.gradient(y, x), x)])
        ys.append(y.numpy())
        xs.append(x.numpy())
    return _cast(xs, ys)


def descend_multi(f, x0, eta, steps):
    x = np.asarray(x0).astype(np.float64)
    for _ in range(steps):
        t = tf.constant(x, dtype=tf.float32)
        with tf.GradientTape() as tape:
            tape.watch(t)
            y = f(t)
        x = x - eta * tape.gradient(y, t).numpy().astype(np.float64)
    return x


def diverges(eta, x0=10.0, steps=50):
    x = np.float64(x0)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            x = x - eta * (2 * x - 4)
    return not np.isfinite(x) or np.abs(x - 2) > np.abs(x0 - 2)


def sgd_linear(X, y, eta, epochs):
    w = tf.zeros(X.shape[1], dtype=tf.float64)
    X, y = tf.constant(X, tf.float64), tf.constant(y, tf.float64)
    for _ in range(epochs):
        for i in range(X.shape[0]):
            w -= eta * (tf.tensordot(w, X[i], 1) - y[i]) * X[i]
    return w.numpy()
