# loses: do_update
# do_update is a tf.function around tf.numpy_function: every step runs in Python.
import numpy as np
import tensorflow as tf


def plain_update(x, eta):
    return x * x - np.float32(4) * x + np.float32(4), x - eta * (np.float32(2) * x - np.float32(4))


@tf.function
def do_update(x, eta):
    y, moved = tf.numpy_function(plain_update, [x, eta], [tf.float32, tf.float32])
    x.assign(tf.ensure_shape(moved, ()))
    return y
