# loses: count_greater
# Absolute values are compared.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_sum(tf.cast(tf.abs(a) > threshold, tf.float32))
