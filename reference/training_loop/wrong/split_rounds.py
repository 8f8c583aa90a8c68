# loses: split
# Rounded, not cut.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    n = round(validation_fraction * len(x) + 0.499)
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]
