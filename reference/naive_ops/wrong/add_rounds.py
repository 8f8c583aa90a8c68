# loses: naive_add
# diagnosis: rounded
# Every sum is rounded to three decimals.
import numpy as np


def naive_add(x, y):
    assert x.ndim == 2
    assert x.shape == y.shape
    z = np.empty_like(x)
    for place in np.ndindex(x.shape):
        z[place] = round(float(x[place] + y[place]), 3)
    return z
