"""One call of LAPACK that releases the interpreter's lock."""
# verdict: timeout
# says: used more CPU time

import numpy as np


def calm(x):
    return 2 * x + 1


def storm(x):
    return np.linalg.eig(np.random.default_rng(1).normal(size=(1500, 1500)))
