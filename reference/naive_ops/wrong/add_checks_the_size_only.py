# loses: naive_add
# diagnosis: not_refused
# As many entries, but in another shape, are taken.
import numpy as np


def naive_add(x, y):
    assert x.ndim == 2 and y.ndim == 2
    assert x.size == y.size
    z = np.empty_like(x)
    for k in range(x.size):
        z.flat[k] = x.flat[k] + y.flat[k]
    return z
