"""The concrete function of do_update is made once at the top level, for a learning rate that is a tensor."""
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
def do_update(x, eta):
    with tf.GradientTape() as tape:
        y = f(x)
    [slope] = tape.gradient(y, [x])
    x.assign(x - eta * slope)
    return y



compiled = do_update.get_concrete_function(tf.Variable(0.0), tf.TensorSpec([], tf.float32))


def descend_graph(x0=10.0, eta=0.1, steps=50):
    xs, ys = [], []
    x = tf.Variable(x0)
    for _ in range(steps):
        ys.append(compiled(x, tf.constant(eta)))
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
