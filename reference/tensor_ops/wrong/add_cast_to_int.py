# loses: add_as_float
# diagnosis: truncated
# The floats are cut to integers instead.
import tensorflow as tf


def add_as_float(a, b):
    return tf.cast(tf.cast(a, tf.int32) + b, tf.float32)
