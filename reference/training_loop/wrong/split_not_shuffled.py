# loses: split
# diagnosis: seed_ignored
# The last rows are put aside as they come.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.arange(len(x))[::-1]
    n = int(validation_fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]
