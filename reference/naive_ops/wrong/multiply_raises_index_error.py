# loses: naive_multiply
# diagnosis: wrong_exception, not_refused
# Shapes that do not fit end in an IndexError or go unnoticed.
import numpy as np


def naive_multiply(x, y):
    assert x.ndim == 2
    z = np.empty_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[i, j] = x[i, j] * y[i, j]
    return z
