# loses: split
# The order of scikit-learn: both x, then both y.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    n = int(validation_fraction * len(x))
    return x[order[n:]], x[order[:n]], y[order[n:]], y[order[:n]]
