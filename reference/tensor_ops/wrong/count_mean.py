# loses: count_greater
# The share, not the count.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_mean(tf.cast(a > threshold, tf.float32))
