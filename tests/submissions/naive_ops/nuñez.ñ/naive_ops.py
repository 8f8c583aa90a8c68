# -*- coding: latin-1 -*-
# Año 2, operación por operación: ¿por qué tan lento?
import numpy as np


def naive_relu(x):
    assert len(x.shape) == 2
    z = x.copy()
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = max(z[i, j], 0)
    return z


def naive_leaky_relu(x, alpha):
    assert len(x.shape) == 2
    z = x.copy()
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = max(alpha * z[i, j], z[i, j])
    return z


def naive_add(x, y):
    assert len(x.shape) == 2
    assert x.shape == y.shape
    z = x.copy()
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] += y[i, j]
    return z


def naive_multiply(x, y):
    assert len(x.shape) == 2
    assert x.shape == y.shape
    z = x.copy()
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] *= y[i, j]
    return z


def naive_add_matrix_and_vector(x, y):
    assert len(x.shape) == 2 and len(y.shape) == 1
    assert x.shape[1] == y.shape[0]
    z = x.copy()
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] += y[j]
    return z


def naive_vector_dot(x, y):
    assert len(x.shape) == 1 and len(y.shape) == 1
    assert x.shape[0] == y.shape[0]
    z = 0.0
    for i in range(x.shape[0]):
        z += x[i] * y[i]
    return z


def naive_matrix_vector_dot(x, y):
    assert len(x.shape) == 2 and len(y.shape) == 1
    assert x.shape[1] == y.shape[0]
    z = np.zeros(x.shape[0])
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[i] += x[i, j] * y[j]
    return z


def naive_matrix_dot(x, y):
    assert len(x.shape) == 2 and len(y.shape) == 2
    assert x.shape[1] == y.shape[0]
    z = np.zeros((x.shape[0], y.shape[1]))
    for i in range(x.shape[0]):
        for j in range(y.shape[1]):
            for k in range(x.shape[1]):
                z[i, j] += x[i, k] * y[k, j]
    return z


def naive_transpose(x):
    assert len(x.shape) == 2
    z = np.zeros((x.shape[1], x.shape[0]))
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[j, i] = x[i, j]
    return z


def naive_reshape(x, shape):
    assert len(x.shape) == 2
    assert shape[0] * shape[1] == x.shape[0] * x.shape[1]
    z = np.zeros(shape)
    k = 0
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[k // shape[1], k % shape[1]] = x[i, j]
            k += 1
    return z


def fast_add_relu(x, y):
    return np.maximum(x + y, 0.0)
