# loses: chain
# diagnosis: order_of_results
# The derivative comes before the value.
import tensorflow as tf


def chain(fs, x):
    value, slope = tf.constant(x), 1.0
    for f in fs:
        with tf.GradientTape() as tape:
            tape.watch(value)
            result = f(value)
        slope *= tape.gradient(result, value)
        value = result
    return float(slope), float(value)
