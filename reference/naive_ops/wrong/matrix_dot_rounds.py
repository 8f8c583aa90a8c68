# loses: naive_matrix_dot
# diagnosis: rounded
# The entries are rounded to three decimals.
import numpy as np


def naive_matrix_dot(x, y):
    assert x.ndim == 2 and y.ndim == 2
    assert x.shape[1] == y.shape[0]
    z = np.zeros((x.shape[0], y.shape[1]))
    for i in range(x.shape[0]):
        for j in range(y.shape[1]):
            z[i, j] = round(sum(float(x[i, k] * y[k, j]) for k in range(x.shape[1])), 3)
    return z
