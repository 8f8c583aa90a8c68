"""An array of eight gigabytes that is never touched."""
# verdict: memory
# says: more memory than the limit

import numpy as np


def calm(x):
    return 2 * x + 1


def storm(x):
    return np.zeros(10**9)[:5] + 3 * x
