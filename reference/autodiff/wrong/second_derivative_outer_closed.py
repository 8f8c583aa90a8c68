# loses: second_derivative
# The inner tape is asked when the outer one is closed.
import tensorflow as tf


def second_derivative(f, t):
    t = tf.Variable(t)
    with tf.GradientTape() as outer, tf.GradientTape() as inner:
        position = f(t)
    speed = inner.gradient(position, t)
    return float(outer.gradient(speed, t))
