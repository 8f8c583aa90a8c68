# loses: chain
# The product of local differences.
import tensorflow as tf


def chain(fs, x):
    value, slope = x, 1.0
    for f in fs:
        slope *= float(f(tf.constant(value + 0.005)) - f(tf.constant(value - 0.005))) / 0.01
        value = float(f(tf.constant(value)))
    return value, slope
