# loses: running_total
# diagnosis: before_update
# The value before each increment.
import tensorflow as tf


def running_total(increments):
    total = tf.Variable(0.0)
    values = []
    for increment in increments:
        values.append(total.numpy())
        total.assign_add(increment)
    return tf.constant(values)
