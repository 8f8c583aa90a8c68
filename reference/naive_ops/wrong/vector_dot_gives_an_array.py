# loses: naive_vector_dot
# diagnosis: extra_axis
# The number is wrapped in an array of shape (1,).
import numpy as np


def naive_vector_dot(x, y):
    assert x.ndim == 1 and y.ndim == 1
    assert x.shape == y.shape
    z = np.zeros(1)
    for a, b in zip(x, y):
        z[0] += a * b
    return z
