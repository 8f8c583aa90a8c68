# loses: second_derivative
# The square of the first derivative.
import tensorflow as tf


def second_derivative(f, t):
    t = tf.Variable(t)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            position = f(t)
        speed = inner.gradient(position, t)
    return float(speed) ** 2
