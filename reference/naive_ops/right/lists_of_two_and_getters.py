"""NumPy on lists of two single numbers, `take` and `put` at one place, getters of `operator`, broadcast views."""

import operator
from collections import namedtuple

import keras
import numpy as np
import tensorflow as tf

Pair = namedtuple("Pair", "row vector")


def need(*conditions):
    if not np.all(conditions):
        raise ValueError("shapes do not match")


def naive_relu(x):
    need(x.ndim == 2)
    z = np.empty_like(x)
    for i, j in np.ndindex(x.shape):
        z[i, j] = np.max([x[i, j], 0])
    return z


def naive_leaky_relu(x, alpha):
    need(x.ndim == 2)
    z = np.empty_like(x)
    for k in range(x.size):
        value = x.take(k)
        z.put(k, np.piecewise(value, [value > 0], [lambda v: v, lambda v: alpha * v]))
    return z


def naive_add(x, y):
    need(x.ndim == 2, operator.eq(*map(operator.attrgetter("shape"), (x, y))))
    return np.array([np.sum([a, b]) for a, b in np.broadcast(x, y)]).reshape(x.shape)


def naive_multiply(x, y):
    need(x.ndim == 2, y.ndim == 2, x.shape == y.shape)
    z = np.empty(x.shape)
    for k in range(x.size):
        np.put(z, k, np.prod((np.take(x, k), np.take(y, k))))
    return z


def naive_add_matrix_and_vector(x, y):
    need(x.ndim == 2 and y.ndim == 1 and x.shape[1] == y.shape[0])
    pairs = [Pair(row, vector) for row, vector in zip(x, np.broadcast_to(y, x.shape))]
    return np.array([[a + b for a, b in zip(*pair)] for pair in pairs])


def naive_vector_dot(x, y):
    need(x.ndim == 1, x.shape == y.shape)
    total = tf.constant(0.0, tf.float64)
    for a, b in zip(x, y):
        total = tf.add(total, tf.constant(a * b))
    return total


def naive_matrix_vector_dot(x, y):
    need(x.ndim == 2 and y.ndim == 1 and x.shape[1] == y.shape[0])
    totals = [0.0] * len(x)
    rows, columns = np.nested_iters(x, [[0], [1]], flags=["multi_index"])
    for _ in rows:
        for value in columns:
            totals[rows.multi_index[0]] += float(value) * y[columns.multi_index[0]]
    return keras.ops.convert_to_tensor(totals, "float64")


def naive_matrix_dot(x, y):
    need(x.ndim == 2 and y.ndim == 2 and x.shape[1] == y.shape[0])
    columns = list(zip(*map(operator.methodcaller("tolist"), y)))
    return tf.cast(np.array([[sum(map(operator.mul, row, column)) for column in columns] for row in x]), tf.float32)


def naive_transpose(x):
    need(x.ndim == 2)
    return np.array([list(map(operator.itemgetter(j), x)) for j in range(x.shape[1])])


def naive_reshape(x, shape):
    need(x.ndim == 2, len(shape) == 2)
    need(np.prod(shape) == x.size)
    z = np.empty(shape)
    for k, value in enumerate(x.flat):
        z.put(k, value)
    return z


def fast_add_relu(x, y):
    return np.clip(x + y, 0, None)
