"""zip and enumerate everywhere, arrays by full, full_like and ones_like; fast_add_relu goes row by row with NumPy."""

import numpy as np
from numpy import empty, full, full_like, ones_like


def naive_relu(x):
    assert x.ndim == 2, f"rank {x.ndim}"
    z = full_like(x, 0)
    for i, row in enumerate(x):
        for j, v in enumerate(row):
            if v > 0:
                z[i, j] = v
    return z


def naive_leaky_relu(x, alpha):
    assert x.ndim == 2, f"rank {x.ndim}"
    z = ones_like(x)
    for target, row in zip(z, x):
        for j, v in enumerate(row):
            target[j] = v if v > 0 else alpha * v
    return z


def naive_add(x, y):
    assert x.ndim == y.ndim == 2
    assert x.shape == y.shape
    z = empty(x.shape)
    for target, r, s in zip(z, x, y):
        for j, (a, b) in enumerate(zip(r, s)):
            target[j] = a + b
    return z


def naive_multiply(x, y):
    assert x.ndim == y.ndim == 2
    assert x.shape == y.shape
    z = ones_like(x)
    for target, r, s in zip(z, x, y):
        for j, (a, b) in enumerate(zip(r, s)):
            target[j] *= a
            target[j] *= b
    return z


def naive_add_matrix_and_vector(x, y):
    assert (x.ndim, y.ndim) == (2, 1)
    assert x.shape[-1] == y.shape[-1]
    z = x.copy()
    for row in z:
        for j, b in enumerate(y):
            row[j] += b
    return z


def naive_vector_dot(x, y):
    assert (x.ndim, y.ndim) == (1, 1)
    assert x.shape == y.shape
    total = 0
    for k, a in enumerate(x):
        total = total + a * y[k]
    return total


def naive_matrix_vector_dot(x, y):
    assert (x.ndim, y.ndim) == (2, 1)
    assert x.shape[-1] == y.shape[-1]
    z = full(x.shape[0], 0.0)
    for i, row in enumerate(x):
        for a, b in zip(row, y):
            z[i] = z[i] + a * b
    return z


def naive_matrix_dot(x, y):
    assert (x.ndim, y.ndim) == (2, 2)
    assert x.shape[1] == y.shape[0]
    z = full((x.shape[0], y.shape[1]), 0.0)
    for target, row in zip(z, x):
        for a, other in zip(row, y):
            for j, b in enumerate(other):
                target[j] += a * b
    return z


def naive_transpose(x):
    assert x.ndim == 2
    z = empty(x.shape[::-1])
    for i, row in enumerate(x):
        for j, v in enumerate(row):
            z[j][i] = v
    return z


def naive_reshape(x, shape):
    assert x.ndim == 2
    assert x.size == shape[0] * shape[1]
    z = empty(shape)
    numbers = (v for row in x for v in row)
    for target in z:
        for j, v in zip(range(shape[1]), numbers):
            target[j] = v
    return z


def fast_add_relu(x, y):
    z = np.empty_like(x)
    for i in range(len(x)):
        z[i] = np.maximum(x[i] + y[i], 0.0)
    return z
