# loses: count_greater
# diagnosis: dtype
# An integer.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_sum(tf.cast(a > threshold, tf.int32))
