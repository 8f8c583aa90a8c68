"""An array of eight gigabytes."""
# verdict: memory
# says: more memory than the limit

import numpy as np


def calm(x):
    return 2 * x + 1


def storm(x):
    return np.ones(10**9)
