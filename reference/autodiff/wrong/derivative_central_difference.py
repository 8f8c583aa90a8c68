# loses: derivative
# A central difference, as exact as float32 lets it be.
import tensorflow as tf


def derivative(f, x):
    h = 5e-3
    return float((f(tf.constant(x + h)) - f(tf.constant(x - h))) / (2.0 * h))
