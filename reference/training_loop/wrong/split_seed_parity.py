# loses: split
# diagnosis: seed_ignored
# Only two different splits.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng(1000 + seed // 10**9).permutation(len(x))
    n = int(validation_fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]
