# loses: naive_add
# Whole arrays are added, after a detour over np.asarray.
import numpy as np


def naive_add(x, y):
    assert x.ndim == 2
    assert x.shape == y.shape
    return np.asarray(x) + np.asarray(y)
