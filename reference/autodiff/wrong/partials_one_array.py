# loses: partials
# diagnosis: extra_axis
# The two derivatives as one column (2, 1).
import tensorflow as tf


def partials(f, x, y):
    x, y = tf.Variable(x), tf.Variable(y)
    with tf.GradientTape() as tape:
        z = f(x, y)
    dx, dy = tape.gradient(z, [x, y])
    return tf.stack([[dx], [dy]])
