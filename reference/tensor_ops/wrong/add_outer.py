# loses: add_as_float
# diagnosis: broadcast
# Every entry with every entry, where the shapes say row by row.
import tensorflow as tf


def add_as_float(a, b):
    return tf.expand_dims(a, -1) + tf.cast(b, tf.float32)
