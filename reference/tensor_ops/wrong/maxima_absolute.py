# loses: column_maxima
# diagnosis: absolute
# Of absolute values.
import tensorflow as tf


def column_maxima(a):
    return tf.reduce_max(tf.abs(a), axis=0)
