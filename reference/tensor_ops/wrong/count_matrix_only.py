# loses: count_greater
# Two sums in a row: right for matrices only.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_sum(tf.reduce_sum(tf.cast(a > threshold, tf.float32), axis=1), axis=0)
