# loses: second_derivative
# The second difference.
import tensorflow as tf


def second_derivative(f, t):
    before, here, after = (float(f(tf.constant(t + h))) for h in (-0.05, 0.0, 0.05))
    return (after - 2.0 * here + before) / 0.05**2
