# loses: naive_add
# map hands whole rows to np.add.
import numpy as np


def naive_add(x, y):
    assert x.ndim == 2
    assert x.shape == y.shape
    return np.array(list(map(np.add, x, y)))
