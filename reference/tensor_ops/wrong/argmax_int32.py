# loses: row_argmax
# diagnosis: dtype
# int32.
import tensorflow as tf


def row_argmax(a):
    return tf.argmax(a, axis=1, output_type=tf.int32)
