# loses: naive_relu
# diagnosis: dtype
# The result is always float64, also for integers.
import numpy as np


def naive_relu(x):
    assert x.ndim == 2
    z = np.zeros(x.shape)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[i, j] = max(x[i, j], 0)
    return z
