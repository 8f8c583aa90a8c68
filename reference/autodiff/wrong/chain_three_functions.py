# loses: chain
# Stops after three functions.
import tensorflow as tf


def chain(fs, x):
    value, slope = tf.constant(x), 1.0
    for f in fs[:3]:
        with tf.GradientTape() as tape:
            tape.watch(value)
            result = f(value)
        slope *= tape.gradient(result, value)
        value = result
    return float(value), float(slope)
