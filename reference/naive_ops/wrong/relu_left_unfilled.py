# loses: naive_relu
# diagnosis: nan
# np.empty is filled only where x is positive; elsewhere anything may stand.
import numpy as np


def naive_relu(x):
    assert x.ndim == 2
    z = np.empty_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            if x[i, j] > 0:
                z[i, j] = x[i, j]
    return z
