# loses: running_total
# diagnosis: argument_returned
# assign instead of assign_add: the increments themselves.
import tensorflow as tf


def running_total(increments):
    total = tf.Variable(0.0)
    return tf.stack([tf.identity(total.assign(step)) for step in increments])
