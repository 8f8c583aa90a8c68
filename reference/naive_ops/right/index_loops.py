"""Plain index loops over range, copies that are overwritten, assert for every check of a shape."""

import numpy as np


def naive_relu(x):
    assert len(x.shape) == 2
    out = x.copy()
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] = max(out[r, c], 0)
    return out


def naive_leaky_relu(x, alpha):
    assert len(x.shape) == 2
    out = x.copy()
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] = max(alpha * out[r, c], out[r, c])
    return out


def naive_add(x, y):
    assert len(x.shape) == 2
    assert x.shape == y.shape
    out = x.copy()
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] += y[r, c]
    return out


def naive_multiply(x, y):
    assert len(x.shape) == 2
    assert x.shape == y.shape
    out = x.copy()
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] *= y[r, c]
    return out


def naive_add_matrix_and_vector(x, y):
    assert len(x.shape) == 2
    assert len(y.shape) == 1
    assert x.shape[1] == y.shape[0]
    out = x.copy()
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] += y[c]
    return out


def naive_vector_dot(x, y):
    assert len(x.shape) == 1
    assert len(y.shape) == 1
    assert x.shape[0] == y.shape[0]
    total = 0.0
    for k in range(x.shape[0]):
        total += x[k] * y[k]
    return total


def naive_matrix_vector_dot(x, y):
    assert len(x.shape) == 2
    assert len(y.shape) == 1
    assert x.shape[1] == y.shape[0]
    out = np.zeros(x.shape[0])
    for r in range(x.shape[0]):
        for k in range(x.shape[1]):
            out[r] += x[r, k] * y[k]
    return out


def naive_matrix_dot(x, y):
    assert len(x.shape) == 2
    assert len(y.shape) == 2
    assert x.shape[1] == y.shape[0]
    out = np.zeros((x.shape[0], y.shape[1]))
    for r in range(x.shape[0]):
        for c in range(y.shape[1]):
            for k in range(x.shape[1]):
                out[r, c] += x[r, k] * y[k, c]
    return out


def naive_transpose(x):
    assert len(x.shape) == 2
    out = np.zeros((x.shape[1], x.shape[0]))
    for r in range(x.shape[0]):
        for c in range(x.shape[1]):
            out[c, r] = x[r, c]
    return out


def naive_reshape(x, shape):
    assert len(x.shape) == 2
    assert x.shape[0] * x.shape[1] == shape[0] * shape[1]
    out = np.zeros(shape)
    r = c = 0
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            out[r, c] = x[i, j]
            c += 1
            if c == shape[1]:
                r, c = r + 1, 0
    return out


def fast_add_relu(x, y):
    z = x + y
    z[z < 0] = 0
    return z
