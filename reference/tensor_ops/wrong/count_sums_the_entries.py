# loses: count_greater
# The sum of the entries that exceed, not their number.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_sum(tf.where(a > threshold, a, 0.0))
