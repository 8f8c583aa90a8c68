# loses: column_maxima
# diagnosis: wrong_axis
# One maximum of the whole matrix.
import tensorflow as tf


def column_maxima(a):
    return tf.reduce_max(a)
