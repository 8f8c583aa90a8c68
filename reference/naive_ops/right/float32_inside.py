"""Everything in float32 where the dtype is not graded; np.maximum and np.add only ever see two numbers."""

import numpy as np


def _check(condition):
    if not condition:
        raise ValueError("shapes do not fit")


def naive_relu(x):
    _check(x.ndim == 2)
    z = np.zeros(x.shape, dtype=x.dtype)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[i, j] = np.maximum(x[i, j], 0)
    return z


def naive_leaky_relu(x, alpha):
    _check(x.ndim == 2)
    z = np.zeros(x.shape, dtype=np.float32)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            v = np.float32(x[i, j])
            z[i, j] = np.maximum(np.float32(alpha) * v, v)
    return z


def naive_add(x, y):
    _check(x.ndim == 2 and x.shape == y.shape)
    z = np.zeros(x.shape, dtype=np.float32)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[i, j] = np.add(x[i, j], y[i, j])
    return z


def naive_multiply(x, y):
    _check(x.ndim == 2 and x.shape == y.shape)
    x, y = x.astype(np.float32), y.astype(np.float32)
    z = np.zeros(x.shape, dtype=np.float32)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[i, j] = x[i, j] * y[i, j]
    return z


def naive_add_matrix_and_vector(x, y):
    _check(x.ndim == 2 and y.ndim == 1 and x.shape[1] == y.shape[0])
    x, y = x.astype("float32"), y.astype("float32")
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            x[i, j] += y[j]
    return x


def naive_vector_dot(x, y):
    _check(x.ndim == 1 and y.ndim == 1 and x.shape == y.shape)
    total = np.float32(0)
    for a, b in zip(x, y):
        total += np.float32(a) * np.float32(b)
    return total


def naive_matrix_vector_dot(x, y):
    _check(x.ndim == 2 and y.ndim == 1 and x.shape[1] == y.shape[0])
    z = np.zeros(x.shape[0], dtype=np.float32)
    for i in range(x.shape[0]):
        for k in range(x.shape[1]):
            z[i] += x[i, k] * y[k]
    return z


def naive_matrix_dot(x, y):
    _check(x.ndim == 2 and y.ndim == 2 and x.shape[1] == y.shape[0])
    z = np.zeros((x.shape[0], y.shape[1]), dtype=np.float32)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            total = np.float32(0.0)
            for k in reversed(range(x.shape[1])):
                total = np.float32(total + x[i, k] * y[k, j])
            z[i, j] = total
    return z


def naive_transpose(x):
    _check(x.ndim == 2)
    z = np.zeros((x.shape[1], x.shape[0]), dtype=np.float32)
    for i in range(z.shape[0]):
        z[i] = x[:, i]
    return z


def naive_reshape(x, shape):
    _check(x.ndim == 2 and int(np.prod(shape)) == x.size)
    flat = x.reshape(-1)
    z = np.zeros(shape, dtype=np.float32)
    for i in range(shape[0]):
        for j in range(shape[1]):
            z[i, j] = flat[i * shape[1] + j]
    return z


def fast_add_relu(x, y):
    return np.clip(x.astype(np.float32) + y.astype(np.float32), 0, None)
