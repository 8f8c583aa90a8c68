# loses: running_total
# diagnosis: one_too_many
# The 0 of the start comes along: n + 1 values.
import tensorflow as tf


def running_total(increments):
    total = tf.Variable(0.0)
    values = [0.0]
    for increment in increments:
        values.append(total.assign_add(increment).numpy())
    return tf.constant(values)
