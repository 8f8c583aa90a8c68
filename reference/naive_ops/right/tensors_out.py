"""Recursion, generators and a loop over flat positions; results leave as tensors where a dtype is not graded."""

import numpy as np
import tensorflow as tf


def entries(x):
    for row in x:
        yield from row


def naive_relu(x):
    if not x.ndim == 2:
        raise AssertionError("rank")
    z = np.zeros_like(x)
    source = entries(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            v = next(source)
            z[i, j] = v if v > 0 else 0 * v
    return z


def naive_leaky_relu(x, alpha):
    if not x.ndim == 2:
        raise AssertionError("rank")
    return tf.constant([[max(alpha * float(v), float(v)) for v in row] for row in x.tolist()], dtype=tf.float64)


def naive_add(x, y):
    if not (x.ndim == 2 and x.shape == y.shape):
        raise AssertionError("shape")
    z = np.empty_like(x)
    for n in range(x.size):
        i, j = n // x.shape[1], n % x.shape[1]
        z[i][j] = x[i][j] + y[i][j]
    return z


def naive_multiply(x, y):
    if not (x.ndim == 2 and x.shape == y.shape):
        raise AssertionError("shape")
    z = np.empty_like(x)
    for n in range(x.size):
        i, j = n // x.shape[1], n % x.shape[1]
        z[i][j] = x.item(i, j) * y.item(i, j)
    return z


def naive_add_matrix_and_vector(x, y):
    if not (x.ndim == 2 and y.ndim == 1 and len(y) == len(x[0])):
        raise AssertionError("shape")

    def one_row(i):
        if i == len(x):
            return []
        return [[x[i, j] + y[j] for j in range(len(y))]] + one_row(i + 1)

    return np.array(one_row(0))


def naive_vector_dot(x, y):
    if not (x.ndim == 1 and y.ndim == 1 and x.shape == y.shape):
        raise AssertionError("shape")

    def from_place(k):
        return 0.0 if k == len(x) else x[k] * y[k] + from_place(k + 1)

    return tf.constant(from_place(0))


def naive_matrix_vector_dot(x, y):
    if not (x.ndim == 2 and y.ndim == 1 and x.shape[1] == y.shape[0]):
        raise AssertionError("shape")
    z = np.zeros((len(x),))
    for i in range(len(x)):
        z[i] = sum(x[i, k] * y[k] for k in range(len(y)))
    return z


def naive_matrix_dot(x, y):
    if not (x.ndim == 2 and y.ndim == 2 and x.shape[1] == y.shape[0]):
        raise AssertionError("shape")
    z = np.zeros((x.shape[0], y.shape[1]))
    for (i, j), _ in np.ndenumerate(z):
        z[i, j] = sum((a * b for a, b in zip(x[i], y[:, j])), start=0.0)
    return z


def naive_transpose(x):
    if not x.ndim == 2:
        raise AssertionError("rank")
    return np.array([list(column) for column in zip(*x.tolist())])


def naive_reshape(x, shape):
    if not (x.ndim == 2 and x.shape[0] * x.shape[1] == shape[0] * shape[1]):
        raise AssertionError("shape")
    source = entries(x)
    return np.array([[next(source) for _ in range(shape[1])] for _ in range(shape[0])])


_graph = tf.function(lambda x, y: tf.maximum(x + y, 0.0))


def fast_add_relu(x, y):
    return _graph(tf.constant(x), tf.constant(y)).numpy()
