"""One call of NumPy that takes an hour."""
# verdict: timeout
# says: used more CPU time

import numpy as np


def calm(x):
    return 2 * x + 1


def storm(x):
    a = np.ones((1500, 1500))
    return np.einsum("ij,jk,kl->il", a, a, a)
