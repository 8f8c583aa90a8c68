"""One part is built on another: the matrix product walks over y.T, the transposed matrix is zip(*x)."""

import numpy as np


def naive_vector_dot(x, y):
    assert x.ndim == 1 and y.ndim == 1
    assert x.shape == y.shape
    return sum(a * b for a, b in zip(x, y))


def naive_matrix_vector_dot(x, y):
    assert x.ndim == 2 and y.ndim == 1
    return np.array([naive_vector_dot(row, y) for row in x])


def naive_matrix_dot(x, y):
    assert x.ndim == 2 and y.ndim == 2
    assert x.shape[1] == y.shape[0]
    z = np.empty((x.shape[0], y.shape[1]))
    for i, row in enumerate(x):
        for j, column in enumerate(y.T):
            z[i, j] = naive_vector_dot(row, column)
    return z


def naive_transpose(x):
    assert x.ndim == 2
    return np.array(list(zip(*x)))


def naive_reshape(x, shape):
    assert x.ndim == 2
    rows, columns = shape
    assert rows * columns == x.size
    line = np.concatenate(list(x))
    z = np.zeros((rows, columns))
    for i in range(rows):
        z[i] = line[i * columns : (i + 1) * columns]
    return z


def naive_leaky_relu(x, alpha):
    assert x.ndim == 2
    z = x.copy()
    for row in z:
        for j in range(len(row)):
            if row[j] < 0:
                row[j] *= alpha
    return z


def naive_relu(x):
    assert x.ndim == 2
    z = x.copy()
    for row in z:
        for j in range(len(row)):
            if row[j] < 0:
                row[j] = 0
    return z


def naive_add_matrix_and_vector(x, y):
    assert x.ndim == 2 and y.ndim == 1
    assert x.shape[1] == y.shape[0]
    return naive_add(x, np.stack([y for _ in range(len(x))]))


def naive_add(x, y):
    assert x.ndim == 2
    assert x.shape == y.shape
    z = []
    for r, s in zip(x, y):
        z.append([])
        for a, b in zip(r, s):
            z[-1].append(a + b)
    return np.array(z)


def naive_multiply(x, y):
    assert x.ndim == 2
    assert x.shape == y.shape
    rows = []
    for r, s in zip(x, y):
        row = np.empty(len(r))
        for j in range(len(r)):
            row[j] = r[j] * s[j]
        rows.append(row)
    return np.vstack(rows)


def fast_add_relu(x, y):
    z = x + y
    return (z + np.abs(z)) / 2
