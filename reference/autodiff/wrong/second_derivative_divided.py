# loses: second_derivative
# diagnosis: first_case_only
# The speed divided by t, right for parabolas.
import tensorflow as tf


def second_derivative(f, t):
    t = tf.Variable(t)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            position = f(t)
        speed = inner.gradient(position, t)
    return float(speed / t)
