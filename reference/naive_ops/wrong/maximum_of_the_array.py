# loses: naive_relu
# np.maximum takes the whole matrix.
import numpy as np


def naive_relu(x):
    assert x.ndim == 2
    return np.maximum(x, 0).astype(x.dtype)
