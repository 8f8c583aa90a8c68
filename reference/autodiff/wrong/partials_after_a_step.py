# loses: partials
# The derivative for y is taken at a point where x has moved already.
import tensorflow as tf


def partials(f, x, y):
    x, y = tf.Variable(x), tf.Variable(y)
    with tf.GradientTape() as tape:
        z = f(x, y)
    dx = tape.gradient(z, x)
    x.assign_sub(0.001 * dx)
    with tf.GradientTape() as tape:
        z = f(x, y)
    return float(dx), float(tape.gradient(z, y))
