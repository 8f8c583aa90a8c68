# loses: row_argmax
# diagnosis: absolute
# The largest absolute value.
import tensorflow as tf


def row_argmax(a):
    return tf.argmax(tf.abs(a), axis=1)
