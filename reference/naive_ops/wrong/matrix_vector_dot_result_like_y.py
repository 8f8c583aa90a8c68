# loses: naive_matrix_vector_dot
# diagnosis: square_only
# The result has as many entries as y, which is right for square matrices only.
import numpy as np


def naive_matrix_vector_dot(x, y):
    assert x.ndim == 2 and y.ndim == 1
    assert x.shape[1] == y.shape[0]
    z = np.zeros(y.shape)
    for i in range(min(len(x), len(z))):
        for k in range(x.shape[1]):
            z[i] += x[i, k] * y[k]
    return z
