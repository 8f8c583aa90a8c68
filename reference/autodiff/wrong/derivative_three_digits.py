# loses: derivative
# diagnosis: rounded
# The result is rounded to three digits after the point.
import tensorflow as tf


def derivative(f, x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return round(float(tape.gradient(y, x)), 3)
