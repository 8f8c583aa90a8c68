"""do_update is a second name of an older tf.function, and descend_graph steps through a third name of it."""
import numpy as np
import tensorflow as tf


def f(x):
    return tf.pow(x, 2.0) - 4.0 * x + 4.0


def descend(x0=10.0, eta=0.1, steps=50):
    xs, ys = [], []
    x = tf.Variable(x0)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        slope = tape.gradient(y, x)
        x.assign(x - eta * slope)
        xs.append(float(x))
        ys.append(float(y))
    return np.array(xs, dtype="float32"), np.array(ys, dtype="float32")


@tf.function
def _early(x, eta):
    with tf.GradientTape() as tape:
        y = f(x)
    [slope] = tape.gradient(y, [x])
    x.assign(x - eta * slope)
    return y



step_down = _early
do_update = step_down


def descend_graph(x0=10.0, eta=0.1, steps=50):
    xs, ys = [], []
    x = tf.Variable(x0)
    for _ in range(steps):
        ys.append(step_down(x, eta))
        xs.append(x.numpy())
    return np.array(xs), np.array(ys)


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    optimizer = tf.keras.optimizers.SGD(eta)
    x = tf.Variable(x0)
    xs, ys = [], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        optimizer.apply(tape.gradient(y, [x]), [x])
        xs.append(x.numpy())
        ys.append(y.numpy())
    return [np.array(xs), np.array(ys)]


def descend_multi(f, x0, eta, steps):
    x = tf.constant(x0)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        x = x - eta * tape.gradient(y, x)
    return x


def diverges(eta, x0=10.0, steps=50):
    end = descend(x0, eta, steps)[0][-1]
    if not np.isfinite(end):
        return True
    return abs(end - 2) > abs(x0 - 2)


def sgd_linear(X, y, eta, epochs):
    n, d = X.shape
    w = np.zeros(d)
    for _ in range(epochs):
        for i in range(n):
            w = w - eta * (np.dot(w, X[i]) - y[i]) * X[i]
    return w
