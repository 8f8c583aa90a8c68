# loses: naive_relu
# diagnosis: scaled
# v + |v| is twice the answer; the half was forgotten.
import numpy as np


def naive_relu(x):
    assert x.ndim == 2
    z = np.empty_like(x)
    for i, j in np.ndindex(x.shape):
        z[i, j] = x[i, j] + abs(x[i, j])
    return z
