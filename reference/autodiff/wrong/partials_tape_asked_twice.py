# loses: partials
# The tape is not persistent, and asked twice.
import tensorflow as tf


def partials(f, x, y):
    x, y = tf.Variable(x), tf.Variable(y)
    with tf.GradientTape() as tape:
        z = f(x, y)
    return tape.gradient(z, x), tape.gradient(z, y)
