# loses: add_as_float
# diagnosis: float16
# Added in half precision.
import tensorflow as tf


def add_as_float(a, b):
    return tf.cast(tf.cast(a, tf.float16) + tf.cast(b, tf.float16), tf.float32)
