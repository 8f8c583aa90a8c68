# loses: partials
# f is called with y first.
import tensorflow as tf


def partials(f, x, y):
    x, y = tf.Variable(x), tf.Variable(y)
    with tf.GradientTape() as tape:
        z = f(y, x)
    dx, dy = tape.gradient(z, [x, y])
    return float(dx), float(dy)
