# loses: split
# diagnosis: rows_decoupled
# y is cut, but not shuffled.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    n = int(validation_fraction * len(x))
    return x[order[n:]], y[n:], x[order[:n]], y[:n]
