# loses: split
# diagnosis: seed_ignored
# Always the same split.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng(42).permutation(len(x))
    n = int(validation_fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]
