# loses: chain
# Every local derivative is taken at x, not where its function is called.
import tensorflow as tf


def chain(fs, x):
    value, slope = tf.constant(x), 1.0
    for f in fs:
        start = tf.constant(x)
        with tf.GradientTape() as tape:
            tape.watch(start)
            y = f(start)
        slope *= tape.gradient(y, start)
        value = f(value)
    return float(value), float(slope)
