# loses: derivative
# Differences with five step sizes, extrapolated to none.
import tensorflow as tf


def derivative(f, x):
    def central(h):
        return float((f(tf.constant(x + h)) - f(tf.constant(x - h))) / (2.0 * h))

    row = [central(0.4 / 2**k) for k in range(5)]
    power = 4.0
    while len(row) > 1:
        row = [(power * b - a) / (power - 1.0) for a, b in zip(row, row[1:])]
        power *= 4.0
    return row[0]
