# loses: split
# int() of the training rows: one validation row too many.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    n = len(x) - int((1 - validation_fraction) * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]
