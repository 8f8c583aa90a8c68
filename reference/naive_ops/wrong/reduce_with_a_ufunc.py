# loses: naive_vector_dot
# The products are made one by one, but np.add.reduce adds them all.
import numpy as np


def naive_vector_dot(x, y):
    assert x.ndim == 1 and y.ndim == 1
    assert x.shape == y.shape
    return np.add.reduce([a * b for a, b in zip(x, y)])
