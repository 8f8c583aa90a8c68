# loses: running_total
# diagnosis: float16
# A float16 variable.
import tensorflow as tf


def running_total(increments):
    total = tf.Variable(0.0, dtype=tf.float16)
    return tf.stack([tf.cast(total.assign_add(step).value(), tf.float32) for step in increments])
