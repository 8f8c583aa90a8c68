# loses: add_as_float
# The bits of b are read as floats.
import tensorflow as tf


def add_as_float(a, b):
    return a + tf.bitcast(b, tf.float32)
