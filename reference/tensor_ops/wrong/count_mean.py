# loses: count_greater
# diagnosis: mean_not_sum
# The share, not the count.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_mean(tf.cast(a > threshold, tf.float32))
