# loses: column_maxima
# diagnosis: last_missing
# The last row is not looked at.
import tensorflow as tf


def column_maxima(a):
    return tf.reduce_max(a[:-1], axis=0)
