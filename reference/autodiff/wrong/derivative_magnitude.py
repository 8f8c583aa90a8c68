# loses: derivative
# diagnosis: absolute
# The sign is lost.
import tensorflow as tf


def derivative(f, x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return abs(float(tape.gradient(y, x)))
