"""do_update is a method of a tf.Module, descend_graph a graph around unrolled steps, SGD inside a graph step."""
import numpy as np
import tensorflow as tf
from tensorflow.keras.optimizers import SGD


class Parabola(tf.Module):
    @tf.function
    def value(self, x):
        return x * x - 4.0 * x + 4.0

    @tf.function
    def step(self, x, eta):
        with tf.GradientTape() as tape:
            y = self.value(x)
        x.assign_sub(eta * tape.gradient(y, x))
        return y


parabola = Parabola()
do_update = parabola.step


def descend(x0=10.0, eta=0.1, steps=50):
    def one(state, _):
        x, _ = state
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = (x - 4.0) * x + 4.0
        return x - eta * tape.gradient(y, x), y

    start = (tf.constant(x0), tf.constant(0.0))
    return tf.scan(one, tf.range(steps), initializer=start)


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0)
    rate = tf.Variable(eta)

    @tf.function
    def unrolled():
        pairs = []
        for _ in range(steps):
            y = do_update(x, rate)
            pairs.append((x.read_value(), y))
        return tuple(tf.stack(column) for column in zip(*pairs))

    return unrolled()


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0)
    optimizer = SGD(learning_rate=eta)
    optimizer.build([x])

    @tf.function
    def train_step():
        with tf.GradientTape() as tape:
            loss = x * x - 4.0 * x + 4.0
        optimizer.apply(tape.gradient(loss, [x]), [x])
        return loss, x.read_value()

    history = [train_step() for _ in range(steps)]
    return np.array([x for _, x in history]), np.array([loss for loss, _ in history])


def descend_multi(f, x0, eta, steps):
    optimizer = SGD(learning_rate=eta)
    x = tf.Variable(x0)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        optimizer.apply([tape.gradient(y, x)], [x])
    return x.value()


def diverges(eta, x0=10.0, steps=50):
    start = float(x0) - 2.0
    offset = start
    for _ in range(steps):
        offset *= 1.0 - 2.0 * eta
    return bool(offset * offset > start * start)


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1], dtype=np.float64)
    for k in range(epochs * len(y)):
        i = k % len(y)
        w -= eta * np.inner(np.inner(w, X[i]) - y[i], X[i])
    return w
