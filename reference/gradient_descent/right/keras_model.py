"""The point is the weight of a Keras model that train_on_batch moves; the other walks lean on one recursive helper."""
import keras
import numpy as np
import tensorflow as tf


class Point(keras.layers.Layer):
    """A layer whose output is its only weight, whatever comes in."""

    def __init__(self, x0):
        super().__init__()
        self.x0 = x0

    def build(self, input_shape):
        self.x = self.add_weight(shape=(), initializer=keras.initializers.Constant(self.x0), name="x")

    def call(self, inputs):
        return self.x + 0.0 * inputs


def parabola(y_true, y_pred):
    return tf.reduce_mean(y_pred * y_pred - 4.0 * y_pred + 4.0)


def walk(move, x, steps):
    if steps == 0:
        return []
    x, y = move(x)
    return [(x, y), *walk(move, x, steps - 1)]


def columns(pairs):
    table = np.array(pairs, dtype=np.float32)
    return table[:, 0], table[:, 1]


def descend(x0=10.0, eta=0.1, steps=50):
    def move(x):
        x = tf.Variable(x, dtype=tf.float32)
        with tf.GradientTape() as tape:
            y = 4.0 - 4.0 * x + x * x
        return x.numpy() - np.float32(eta) * tape.gradient(y, x).numpy(), y.numpy()

    return columns(walk(move, x0, steps))


@tf.function
def do_update(x, eta):
    """The derivative by tf.gradients, which exists in graphs only."""
    here = tf.identity(x)
    y = here * here - 4.0 * here + 4.0
    x.assign(here - eta * tf.gradients(y, here)[0])
    return y


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    update = do_update

    def move(_):
        y = update(x=x, eta=eta)
        return x.numpy(), y.numpy()

    return columns(walk(move, x0, steps))


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    layer = Point(x0)
    model = keras.Sequential([keras.Input((1,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(eta), loss=parabola)
    zero = np.zeros((1, 1), dtype=np.float32)

    def move(_):
        y = model.train_on_batch(zero, zero)
        return float(layer.x.numpy()), float(y)

    return columns(walk(move, x0, steps))


def descend_multi(f, x0, eta, steps):
    def move(x):
        x = tf.constant(x)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        return x - eta * tape.jacobian(y, x), y

    return walk(move, x0, steps)[-1][0]


def diverges(eta, x0=10.0, steps=50):
    pairs = walk(lambda x: (x - eta * (2.0 * x - 4.0), None), x0, steps)
    return not abs(pairs[-1][0] - 2.0) <= abs(x0 - 2.0)


def sgd_linear(X, y, eta, epochs):
    layer = tf.Variable(np.zeros((X.shape[1], 1)))
    optimizer = keras.optimizers.SGD(eta)
    for _ in range(epochs):
        for row, target in zip(X, y):
            with tf.GradientTape() as tape:
                error = (tf.matmul(row[None, :], layer)[0, 0] - target) ** 2 / 2
            optimizer.apply([tape.gradient(error, layer)], [layer])
    return layer.numpy().ravel()
