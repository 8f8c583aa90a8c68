# loses: row_argmax
# Compared in half precision.
import tensorflow as tf


def row_argmax(a):
    return tf.argmax(tf.cast(a, tf.float16), axis=1)
