# loses: naive_reshape
# diagnosis: not_refused
# A shape with another number of elements is filled from the start again, or cut off.
import numpy as np


def naive_reshape(x, shape):
    assert x.ndim == 2
    n, m = shape
    z = np.zeros(shape)
    for k in range(n * m):
        z[k // m, k % m] = x.flat[k % x.size]
    return z
