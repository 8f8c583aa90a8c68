# loses: count_greater
# What equals the threshold is counted too.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_sum(tf.cast(a >= threshold, tf.float32))
