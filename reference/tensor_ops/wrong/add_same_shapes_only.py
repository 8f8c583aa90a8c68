# loses: add_as_float
# The integers are brought into the shape of a, so only one side is ever repeated.
import tensorflow as tf


def add_as_float(a, b):
    return a + tf.broadcast_to(tf.cast(b, tf.float32), a.shape)
