# loses: row_argmax
# diagnosis: wrong_axis
# The default axis of tf.argmax is 0.
import tensorflow as tf


def row_argmax(a):
    return tf.argmax(a)
