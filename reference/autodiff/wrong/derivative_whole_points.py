# loses: derivative
# x is cut off to a whole number first.
import tensorflow as tf


def derivative(f, x):
    x = tf.Variable(float(int(x)))
    with tf.GradientTape() as tape:
        y = f(x)
    return float(tape.gradient(y, x))
