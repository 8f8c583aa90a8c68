# loses: count_greater
# diagnosis: dtype
# float64.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_sum(tf.cast(a > threshold, tf.float64))
