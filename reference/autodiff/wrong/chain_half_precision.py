# loses: chain
# diagnosis: float16
# The product is made in float16.
import tensorflow as tf


def chain(fs, x):
    value, slope = tf.constant(x), 1.0
    for f in fs:
        with tf.GradientTape() as tape:
            tape.watch(value)
            result = f(value)
        slope = tf.cast(slope, tf.float16) * tf.cast(tape.gradient(result, value), tf.float16)
        value = result
    return float(value), float(slope)
