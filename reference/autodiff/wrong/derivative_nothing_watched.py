# loses: derivative
# diagnosis: nothing_returned
# The constant is not watched: the tape answers None.
import tensorflow as tf


def derivative(f, x):
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x)
