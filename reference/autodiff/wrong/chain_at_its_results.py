# loses: chain
# Every local derivative is taken at the function's result, not at its argument.
import tensorflow as tf


def chain(fs, x):
    value, slope = tf.constant(x), 1.0
    for f in fs:
        value = f(value)
        with tf.GradientTape() as tape:
            tape.watch(value)
            y = f(value)
        slope *= tape.gradient(y, value)
    return float(value), float(slope)
