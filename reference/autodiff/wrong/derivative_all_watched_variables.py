# loses: derivative
# Adds the derivatives for all variables that the tape has seen, those of f as well.
import tensorflow as tf


def derivative(f, x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return float(sum(tf.reduce_sum(g) for g in tape.gradient(y, tape.watched_variables())))
