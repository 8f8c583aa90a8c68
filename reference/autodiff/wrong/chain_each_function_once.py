# loses: chain
# A function that occurs twice is applied once.
import tensorflow as tf


def chain(fs, x):
    value, slope = tf.constant(x), 1.0
    for f in dict.fromkeys(fs):
        with tf.GradientTape() as tape:
            tape.watch(value)
            result = f(value)
        slope *= tape.gradient(result, value)
        value = result
    return float(value), float(slope)
