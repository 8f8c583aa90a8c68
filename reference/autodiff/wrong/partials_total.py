# loses: partials
# Both are the sum of the two derivatives.
import tensorflow as tf


def partials(f, x, y):
    x, y = tf.Variable(x), tf.Variable(y)
    with tf.GradientTape() as tape:
        z = f(x, y)
    dx, dy = tape.gradient(z, [x, y])
    return float(dx + dy), float(dx + dy)
