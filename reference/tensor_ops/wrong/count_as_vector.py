# loses: count_greater
# diagnosis: extra_axis
# Shape (1,) instead of a scalar.
import tensorflow as tf


def count_greater(a, threshold):
    return tf.reshape(tf.reduce_sum(tf.cast(a > threshold, tf.float32)), (1,))
