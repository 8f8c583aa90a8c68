# loses: add_as_float
# diagnosis: addend_subtracted
# A difference.
import tensorflow as tf


def add_as_float(a, b):
    return a - tf.cast(b, tf.float32)
