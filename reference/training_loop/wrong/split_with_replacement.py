# loses: split
# diagnosis: rows_lost
# Rows are drawn with replacement.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng(seed).integers(len(x), size=len(x))
    n = int(validation_fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]
