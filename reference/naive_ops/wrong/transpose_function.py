# loses: naive_transpose
# np.transpose does the whole part, inside a helper.
import numpy as np


def turned(x):
    return np.transpose(x)


def naive_transpose(x):
    assert x.ndim == 2
    return turned(x).copy()
