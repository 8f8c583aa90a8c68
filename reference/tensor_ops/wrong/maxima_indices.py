# loses: column_maxima
# diagnosis: other_reduction
# The places of the maxima.
import tensorflow as tf


def column_maxima(a):
    return tf.cast(tf.argmax(a, axis=0), tf.float32)
