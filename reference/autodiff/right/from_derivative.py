# All parts from `derivative`: partials with one input fixed, the chain by running its beginning again for each factor.
import numpy as np
import tensorflow as tf


def derivative(f, x):
    x = tf.Variable(float(x))
    with tf.GradientTape(watch_accessed_variables=False) as t:
        t.watch(x)
        y = f(x)
    return np.float32(t.gradient(y, x))


def partials(f, x, y):
    fixed_x, fixed_y = tf.constant(x), tf.constant(y)
    return derivative(lambda u: f(u, fixed_y), x), derivative(lambda u: f(fixed_x, u), y)


def tanh_loss_gradient(W, x, y):
    rows = []
    for row, wanted in zip(W, y):
        w = tf.Variable(row)
        with tf.GradientTape() as tape:
            miss = (tf.tanh(tf.reduce_sum(w * x)) - wanted) ** 2
        rows.append(tape.gradient(miss, w))
    return tf.stack(rows)


def second_derivative(f, t):
    def first(u):
        with tf.GradientTape() as tape:
            tape.watch(u)
            y = f(u)
        return tape.gradient(y, u)

    return derivative(first, t)


def chain(fs, x):
    def value_after(n):
        value = tf.constant(x)
        for f in fs[:n]:
            value = f(value)
        return value

    product = 1.0
    for n, f in enumerate(fs):
        product *= derivative(f, value_after(n))
    return np.float64(value_after(len(fs))), product
