# loses: running_total
# diagnosis: last_only
# Only the sum of all.
import tensorflow as tf


def running_total(increments):
    total = tf.Variable(0.0)
    for increment in increments:
        total.assign_add(increment)
    return tf.identity(total)
