# loses: chain
# The factor of the first function is missing.
import tensorflow as tf


def chain(fs, x):
    value, slope = tf.constant(x), 1.0
    for f in fs:
        with tf.GradientTape() as tape:
            tape.watch(value)
            result = f(value)
        slope = slope * tape.gradient(result, value) if f is not fs[0] else slope
        value = result
    return float(value), float(slope)
