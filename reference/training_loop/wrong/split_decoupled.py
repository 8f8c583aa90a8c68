# loses: split
# diagnosis: rows_decoupled
# x and y are shuffled apart from each other.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    n = int(validation_fraction * len(x))
    return x[order[n:]], y[np.random.default_rng(seed + 1).permutation(order[n:])], x[order[:n]], y[order[:n]]
