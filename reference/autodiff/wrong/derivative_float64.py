# loses: derivative
# f gets a float64 tensor.
import tensorflow as tf


def derivative(f, x):
    x = tf.Variable(x, dtype=tf.float64)
    with tf.GradientTape() as tape:
        y = f(x)
    return float(tape.gradient(y, x))
