"""functools.reduce with a lambda, map with operator functions on single numbers, itertools, math.prod of a shape."""

import math
import operator
from functools import partial, reduce
from itertools import chain, islice, product

import numpy as np


def naive_relu(x):
    rows, columns = x.shape
    z = np.empty_like(x)
    for i, j in product(range(rows), range(columns)):
        z[i, j] = reduce(lambda a, b: a if a > b else b, (x[i, j], 0))
    return z


def naive_leaky_relu(x, alpha):
    rows, columns = x.shape

    def leaky(slope, v):
        return max(operator.mul(slope, v), v)

    return np.array([list(map(partial(leaky, alpha), row)) for row in x])


def naive_add(x, y):
    rows, columns = x.shape
    if (rows, columns) != y.shape:
        raise ValueError("other shapes")
    return np.array([list(map(operator.add, r, s)) for r, s in zip(x, y)])


def naive_multiply(x, y):
    rows, columns = x.shape
    if (rows, columns) != y.shape:
        raise ValueError("other shapes")
    return np.array([list(map(lambda a, b: a * b, r, s)) for r, s in zip(x, y)])


def naive_add_matrix_and_vector(x, y):
    rows, columns = x.shape
    (length,) = y.shape
    if length != columns:
        raise ValueError("other lengths")
    return np.array([[operator.add(row[j], y[j]) for j in range(length)] for row in x])


def naive_vector_dot(x, y):
    (n,) = x.shape
    (m,) = y.shape
    if n != m:
        raise ValueError("other lengths")
    return reduce(lambda total, pair: total + pair[0] * pair[1], zip(x, y), 0.0)


def naive_matrix_vector_dot(x, y):
    rows, columns = x.shape
    (length,) = y.shape
    if length != columns:
        raise ValueError("other lengths")
    return np.array([reduce(operator.add, map(operator.mul, row, y)) for row in x])


def naive_matrix_dot(x, y):
    n, d = x.shape
    e, m = y.shape
    if d != e:
        raise ValueError("other lengths")
    z = np.zeros((n, m))
    for i, j, k in product(range(n), range(m), range(d)):
        z[i, j] += x[i, k] * y[k, j]
    return z


def naive_transpose(x):
    rows, columns = x.shape
    z = np.zeros((columns, rows))
    for i, j in product(range(rows), range(columns)):
        z[j, i] = x[i, j]
    return z


def naive_reshape(x, shape):
    rows, columns = x.shape
    if math.prod(shape) != rows * columns:
        raise ValueError("other numbers of entries")
    entries = chain.from_iterable(x)
    return np.array([list(islice(entries, shape[1])) for _ in range(shape[0])])


def fast_add_relu(x, y):
    z = np.add(x, y)
    return np.maximum(z, 0, out=z)
