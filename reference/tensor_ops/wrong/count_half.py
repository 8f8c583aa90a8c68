# loses: count_greater
# Compared in half precision.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reduce_sum(tf.cast(tf.cast(a, tf.float16) > threshold, tf.float32))
