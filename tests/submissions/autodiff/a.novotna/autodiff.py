"""Homework 4, Anna Novotna."""
import functools
import operator

import numpy as np
import tensorflow as tf


def slope_at(f, *numbers):
    """The value of f and its derivative for each of the numbers."""
    points = [tf.Variable(number) for number in numbers]
    with tf.GradientTape() as tape:
        value = f(*points)
    return value, tape.gradient(value, points)


def derivative(f, x):
    return slope_at(f, x)[1][0]


def partials(f, x, y):
    return slope_at(f, x, y)[1]


def tanh_loss_gradient(W, x, y):
    # by hand: the chain rule for every row
    a = np.tanh(W @ x)
    return (2 * (a - y) * (1 - a * a))[:, None] * x[None, :]


def second_derivative(f, t):
    t = tf.constant(t)
    with tf.GradientTape() as g:
        g.watch(t)
        with tf.GradientTape() as h:
            h.watch(t)
            s = f(t)
        v = h.gradient(s, t)
    return np.float32(g.gradient(v, t))


def chain(fs, x):
    pairs = []
    for f in fs:
        value, (slope,) = slope_at(f, float(pairs[-1][0]) if pairs else x)
        pairs.append((value, slope))
    return pairs[-1][0], functools.reduce(operator.mul, (slope for _, slope in pairs))
