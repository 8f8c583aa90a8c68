# loses: chain
# diagnosis: rounded
# Each value is rounded to three digits on its way.
import tensorflow as tf


def chain(fs, x):
    value, slope = tf.constant(x), 1.0
    for f in fs:
        with tf.GradientTape() as tape:
            tape.watch(value)
            result = f(value)
        slope *= tape.gradient(result, value)
        result = tf.round(1000.0 * result) / 1000.0
        value = result
    return float(value), float(slope)
