# loses: naive_multiply
# diagnosis: last_missing
# The loop ends one row too early.
import numpy as np


def naive_multiply(x, y):
    assert x.ndim == 2
    assert x.shape == y.shape
    z = np.zeros_like(x)
    for i in range(x.shape[0] - 1):
        for j in range(x.shape[1]):
            z[i, j] = x[i, j] * y[i, j]
    return z
