# loses: running_total
# diagnosis: offset, first_case_only
# The variable is made once: the second call goes on where the first one ended.
import tensorflow as tf


_total = tf.Variable(0.0)


def running_total(increments):
    return tf.stack([tf.identity(_total.assign_add(increment)) for increment in increments])
