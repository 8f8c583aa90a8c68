# loses: naive_add
# diagnosis: not_refused
# No check of the shapes: zip cuts the longer one off.
import numpy as np


def naive_add(x, y):
    assert x.ndim == 2
    return np.array([[a + b for a, b in zip(r, s)] for r, s in zip(x, y)])
