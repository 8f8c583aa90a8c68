"""An answer of as many small pieces as an answer may have."""
# verdict: failed timeout

import numpy as np


def calm(x):
    return 2 * x + 1


def storm(x):
    return [[np.float64(1.0)] * 300 for _ in range(300)]
