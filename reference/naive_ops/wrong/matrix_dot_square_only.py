# loses: naive_matrix_dot
# diagnosis: square_only
# One size for all loops: right for square matrices only.
import numpy as np


def naive_matrix_dot(x, y):
    assert x.ndim == 2 and y.ndim == 2
    assert x.shape[1] == y.shape[0]
    n = x.shape[0]
    z = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            for k in range(n):
                z[i, j] += x[i, k] * y[k, j]
    return z
