# loses: add_as_float
# diagnosis: truncated, dtype
# The sum is cast back to int32.
import tensorflow as tf


def add_as_float(a, b):
    return tf.cast(a + tf.cast(b, tf.float32), tf.int32)
