# loses: derivative
# diagnosis: float16
# The result is rounded to float16.
import tensorflow as tf


def derivative(f, x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tf.cast(tape.gradient(y, x), tf.float16)
