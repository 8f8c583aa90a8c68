# loses: naive_reshape
# diagnosis: rows_and_columns
# The entries are read and written column by column.
import numpy as np


def naive_reshape(x, shape):
    assert x.ndim == 2
    n, m = shape
    assert n * m == x.shape[0] * x.shape[1]
    z = np.zeros(shape)
    k = 0
    for j in range(x.shape[1]):
        for i in range(x.shape[0]):
            z[k % n, k // n] = x[i, j]
            k += 1
    return z
