# loses: count_greater
# Rows with such an entry, not entries.
import tensorflow as tf


def count_greater(a, threshold):
    a = tf.reshape(a, (a.shape[0], -1))
    return tf.reduce_sum(tf.cast(tf.reduce_any(a > threshold, axis=1), tf.float32))
