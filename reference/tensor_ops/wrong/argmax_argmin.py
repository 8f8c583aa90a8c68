# loses: row_argmax
# The smallest.
import tensorflow as tf


def row_argmax(a):
    return tf.argmin(a, axis=1)
