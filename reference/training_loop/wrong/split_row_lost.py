# loses: split
# One row is lost between the parts.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    n = int(validation_fraction * len(x))
    return x[order[n + 1 :]], y[order[n + 1 :]], x[order[:n]], y[order[:n]]
