# loses: running_total
# diagnosis: constant
# assign_add returns the live variable: the last total, n times.
import tensorflow as tf


def running_total(increments):
    total = tf.Variable(0.0)
    return tf.stack([total.assign_add(increment) for increment in increments])
