# loses: naive_matrix_dot
# diagnosis: not_refused
# No check: inner sizes that differ are cut off.
import numpy as np


def naive_matrix_dot(x, y):
    assert x.ndim == 2 and y.ndim == 2
    z = np.zeros((x.shape[0], y.shape[1]))
    for i in range(x.shape[0]):
        for j in range(y.shape[1]):
            for a, b in zip(x[i], y[:, j]):
                z[i, j] += a * b
    return z
