# loses: second_derivative
# The first derivative.
import tensorflow as tf


def second_derivative(f, t):
    t = tf.Variable(t)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            position = f(t)
        speed = inner.gradient(position, t)
    return float(speed)
