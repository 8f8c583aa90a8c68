# loses: partials
# diagnosis: order_of_results
# The derivative for y comes first.
import tensorflow as tf


def partials(f, x, y):
    x, y = tf.Variable(x), tf.Variable(y)
    with tf.GradientTape() as tape:
        z = f(x, y)
    dx, dy = tape.gradient(z, [x, y])
    return float(dy), float(dx)
