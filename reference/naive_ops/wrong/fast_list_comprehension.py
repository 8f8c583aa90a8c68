# loses: fast_add_relu
# diagnosis: too_slow
# A list comprehension is a loop, too: right, but too slow.
import numpy as np


def fast_add_relu(x, y):
    return np.array([[a + b if a + b > 0 else 0.0 for a, b in zip(r, s)] for r, s in zip(x.tolist(), y.tolist())])
