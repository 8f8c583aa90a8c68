# loses: column_maxima
# diagnosis: extra_axis
# Shape (1, m).
import tensorflow as tf


def column_maxima(a):
    return tf.reduce_max(a, axis=0, keepdims=True)
