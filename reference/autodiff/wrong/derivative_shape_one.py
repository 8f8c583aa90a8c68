# loses: derivative
# diagnosis: extra_axis
# The result has the shape (1,).
import tensorflow as tf


def derivative(f, x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tf.reshape(tape.gradient(y, x), [1])
