# loses: row_argmax
# diagnosis: other_reduction
# The smallest.
import tensorflow as tf


def row_argmax(a):
    return tf.argmin(a, axis=1)
