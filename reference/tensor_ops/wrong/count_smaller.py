# loses: count_greater
# Counts what is smaller.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_sum(tf.cast(a < threshold, tf.float32))
