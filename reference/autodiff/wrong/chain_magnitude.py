# loses: chain
# diagnosis: absolute
# The sign of the derivative is lost.
import tensorflow as tf


def chain(fs, x):
    value, slope = tf.constant(x), 1.0
    for f in fs:
        with tf.GradientTape() as tape:
            tape.watch(value)
            result = f(value)
        slope *= abs(tape.gradient(result, value))
        value = result
    return float(value), float(slope)
