# Everything runs in graphs: a tf.function around each computation, and tf.gradients in place of a tape.
import numpy as np
import tensorflow as tf


def derivative(f, x):
    @tf.function
    def slope(x):
        return tf.gradients(f(x), x)[0]

    return slope(tf.constant(x, tf.float32))


def partials(f, x, y):
    @tf.function
    def slopes(x, y):
        return tf.gradients(f(x, y), [x, y])

    return tuple(g.numpy() for g in slopes(tf.constant(x, tf.float32), tf.constant(y, tf.float32)))


@tf.function
def _gradient(W, x, y):
    loss = tf.norm(tf.tanh(tf.squeeze(W @ x[:, None], axis=1)) - y) ** 2
    return tf.gradients(loss, W)[0]


def tanh_loss_gradient(W, x, y):
    return np.array(_gradient(tf.convert_to_tensor(W), tf.convert_to_tensor(x), tf.convert_to_tensor(y)))


def second_derivative(f, t):
    @tf.function
    def curvature(t):
        (speed,) = tf.gradients(f(t), t)
        return tf.gradients(speed, t)[0]

    return curvature(tf.constant(t, tf.float32))


def chain(fs, x):
    @tf.function
    def run(x):
        points = [x]
        for f in fs:
            points.append(f(points[-1]))
        local = [tf.gradients(b, a)[0] for a, b in zip(points, points[1:])]
        return points[-1], tf.reduce_prod(tf.stack(local))

    return run(tf.constant(x, tf.float32))
