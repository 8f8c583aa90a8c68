# loses: second_derivative
# The difference of two slopes, each from a tape.
import tensorflow as tf


def second_derivative(f, t):
    def speed(t):
        t = tf.Variable(t)
        with tf.GradientTape() as tape:
            y = f(t)
        return float(tape.gradient(y, t))

    return (speed(t + 0.005) - speed(t - 0.005)) / 0.01
