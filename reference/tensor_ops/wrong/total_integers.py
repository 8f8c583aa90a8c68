# loses: running_total
# diagnosis: truncated
# An integer variable loses what follows the point.
import tensorflow as tf


def running_total(increments):
    total = tf.Variable(0)
    return tf.stack([tf.cast(total.assign_add(int(step)).value(), tf.float32) for step in increments])
