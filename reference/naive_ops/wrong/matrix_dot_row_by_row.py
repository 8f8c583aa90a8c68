# loses: naive_matrix_dot
# Two loops instead of three: every row of y is multiplied by a number and added as a whole.
import numpy as np


def naive_matrix_dot(x, y):
    assert x.ndim == 2 and y.ndim == 2
    assert x.shape[1] == y.shape[0]
    z = np.zeros((x.shape[0], y.shape[1]))
    for i in range(x.shape[0]):
        for k in range(x.shape[1]):
            z[i] += x[i, k] * y[k]
    return z
