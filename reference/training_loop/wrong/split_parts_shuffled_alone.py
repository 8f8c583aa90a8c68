# loses: split
# diagnosis: seed_ignored
# The validation rows are always the last; only the order within the parts is random.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x) - int(validation_fraction * len(x)))
    order = np.r_[np.arange(len(order), len(x)), order]
    n = int(validation_fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]
