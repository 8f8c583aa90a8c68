# loses: count_greater
# diagnosis: not_reduced
# A count for each column.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_sum(tf.cast(a > threshold, tf.float32), axis=0)
