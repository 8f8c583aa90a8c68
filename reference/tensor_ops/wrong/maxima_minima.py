# loses: column_maxima
# diagnosis: other_reduction
# Minima.
import tensorflow as tf


def column_maxima(a):
    return tf.reduce_min(a, axis=0)
