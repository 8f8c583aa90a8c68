# loses: running_total
# diagnosis: first_missing
# Without the first total.
import tensorflow as tf


def running_total(increments):
    total = tf.Variable(increments[0])
    return tf.constant([total.assign_add(step).numpy() for step in increments[1:]], tf.float32)
