# loses: second_derivative
# diagnosis: float16
# The result is rounded to float16.
import tensorflow as tf


def second_derivative(f, t):
    t = tf.Variable(t)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            position = f(t)
        speed = inner.gradient(position, t)
    return tf.cast(outer.gradient(speed, t), tf.float16)
