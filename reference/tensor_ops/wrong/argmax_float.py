# loses: row_argmax
# diagnosis: dtype
# float32.
import tensorflow as tf


def row_argmax(a):
    return tf.cast(tf.argmax(a, axis=1), tf.float32)
