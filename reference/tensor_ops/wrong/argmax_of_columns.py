# loses: row_argmax
# diagnosis: wrong_axis
# Of the columns.
import tensorflow as tf


def row_argmax(a):
    return tf.argmax(a, axis=0)
