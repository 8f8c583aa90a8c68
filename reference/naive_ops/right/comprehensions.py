"""Nested comprehensions handed to np.array; fast_add_relu multiplies by a mask."""

import numpy as np


def naive_relu(x):
    if x.ndim != 2:
        raise ValueError("rank 2 expected")
    return np.array([[max(v, 0) for v in row] for row in x], dtype=x.dtype)


def naive_leaky_relu(x, alpha):
    if x.ndim != 2:
        raise ValueError("rank 2 expected")
    return np.array([[v if v >= 0 else alpha * v for v in row] for row in x])


def naive_add(x, y):
    if x.ndim != 2 or x.shape != y.shape:
        raise ValueError("two matrices of one shape expected")
    return np.array([[a + b for a, b in zip(r, s)] for r, s in zip(x, y)])


def naive_multiply(x, y):
    if x.ndim != 2 or x.shape != y.shape:
        raise ValueError("two matrices of one shape expected")
    return np.array([[a * b for a, b in zip(r, s)] for r, s in zip(x, y)])


def naive_add_matrix_and_vector(x, y):
    if x.ndim != 2 or y.ndim != 1 or x.shape[1] != y.shape[0]:
        raise ValueError("(n, d) and (d,) expected")
    return np.array([[a + b for a, b in zip(row, y)] for row in x])


def naive_vector_dot(x, y):
    if x.ndim != 1 or y.ndim != 1 or x.shape != y.shape:
        raise ValueError("two vectors of one length expected")
    return sum([a * b for a, b in zip(x, y)])


def naive_matrix_vector_dot(x, y):
    if x.ndim != 2 or y.ndim != 1 or x.shape[1] != y.shape[0]:
        raise ValueError("(n, d) and (d,) expected")
    return np.array([sum([a * b for a, b in zip(row, y)]) for row in x])


def naive_matrix_dot(x, y):
    if x.ndim != 2 or y.ndim != 2 or x.shape[1] != y.shape[0]:
        raise ValueError("(n, d) and (d, m) expected")
    columns = [y[:, j] for j in range(y.shape[1])]
    return np.array([[sum([a * b for a, b in zip(row, column)]) for column in columns] for row in x])


def naive_transpose(x):
    if x.ndim != 2:
        raise ValueError("rank 2 expected")
    return np.array([[row[j] for row in x] for j in range(x.shape[1])])


def naive_reshape(x, shape):
    n, m = shape
    if x.ndim != 2 or n * m != x.shape[0] * x.shape[1]:
        raise ValueError("another number of entries")
    entries = [v for row in x for v in row]
    return np.array([[entries[i * m + j] for j in range(m)] for i in range(n)])


def fast_add_relu(x, y):
    z = x + y
    return z * (z > 0)
