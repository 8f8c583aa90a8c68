""".flat, .tolist(), ravel and np.fromiter with a reshape where that is not the exercise; np.prod of a shape."""

import numpy as np


def matrix(x):
    if len(x.shape) != 2:
        raise ValueError(f"rank 2 expected, got {x.shape}")


def naive_relu(x):
    matrix(x)
    return np.fromiter((v if v > 0 else 0 for v in x.flat), dtype=x.dtype, count=x.size).reshape(x.shape)


def naive_leaky_relu(x, alpha):
    matrix(x)
    values = x.ravel().tolist()
    return np.array([max(alpha * v, v) for v in values]).reshape(*x.shape)


def naive_add(x, y):
    matrix(x)
    matrix(y)
    if x.shape != y.shape:
        raise ValueError("shapes differ")
    z = np.zeros_like(x)
    for k, (a, b) in enumerate(zip(x.flat, y.flat)):
        z.flat[k] = a + b
    return z


def naive_multiply(x, y):
    matrix(x)
    matrix(y)
    if x.shape != y.shape:
        raise ValueError("shapes differ")
    products = []
    for a, b in zip(x.flatten(), y.flatten()):
        products.append(a * b)
    return np.asarray(products).reshape(x.shape)


def naive_add_matrix_and_vector(x, y):
    matrix(x)
    if y.ndim != 1 or len(y) != x.shape[1]:
        raise ValueError("the vector does not fit")
    z = []
    for row in x.tolist():
        z.append([a + b for a, b in zip(row, y.tolist())])
    return np.array(z)


def naive_vector_dot(x, y):
    if x.ndim != 1 or y.ndim != 1 or x.size != y.size:
        raise ValueError("the vectors do not fit")
    total = 0.0
    for a, b in zip(x.tolist(), y.tolist()):
        total += a * b
    return np.float64(total)


def naive_matrix_vector_dot(x, y):
    matrix(x)
    if y.ndim != 1 or len(y) != x.shape[1]:
        raise ValueError("the vector does not fit")
    vector = y.tolist()
    z = [0.0] * len(x)
    for i, row in enumerate(x.tolist()):
        for k in range(len(vector)):
            z[i] += row[k] * vector[k]
    return np.array(z)


def naive_matrix_dot(x, y):
    matrix(x)
    matrix(y)
    if x.shape[1] != y.shape[0]:
        raise ValueError("the matrices do not fit")
    a, b = x.tolist(), y.tolist()
    n, d, m = len(a), len(b), y.shape[1]
    z = [[0.0] * m for _ in range(n)]
    for i in range(n):
        for j in range(m):
            for k in range(d):
                z[i][j] += a[i][k] * b[k][j]
    return np.array(z)


def naive_transpose(x):
    matrix(x)
    a = x.tolist()
    return np.array([[a[i][j] for i in range(len(a))] for j in range(len(a[0]))])


def naive_reshape(x, shape):
    matrix(x)
    if np.prod(shape) != np.prod(x.shape):
        raise ValueError("another number of entries")
    z = np.zeros(shape, x.dtype)
    for k, v in enumerate(x.flat):
        z.flat[k] = v
    return z


def fast_add_relu(x, y):
    return np.where(x + y > 0, x + y, 0.0)
