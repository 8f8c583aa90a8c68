# loses: running_total
# diagnosis: mean_not_sum
# Running means.
import tensorflow as tf


def running_total(increments):
    return tf.cumsum(tf.constant(increments)) / tf.range(1.0, len(increments) + 1.0)
