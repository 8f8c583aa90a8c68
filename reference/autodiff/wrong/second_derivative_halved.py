# loses: second_derivative
# diagnosis: scaled
# Half of it, as in a Taylor series.
import tensorflow as tf


def second_derivative(f, t):
    t = tf.Variable(t)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            position = f(t)
        speed = inner.gradient(position, t)
    return 0.5 * float(outer.gradient(speed, t))
