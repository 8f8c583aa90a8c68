# loses: running_total
# diagnosis: sign
# assign_sub.
import tensorflow as tf


def running_total(increments):
    total = tf.Variable(0.0)
    return tf.stack([tf.identity(total.assign_sub(step)) for step in increments])
