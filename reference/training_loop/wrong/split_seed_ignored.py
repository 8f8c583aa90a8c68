# loses: split
# diagnosis: seed_ignored
# Another split at each call.
import numpy as np


def split(x, y, validation_fraction, seed):
    order = np.random.default_rng().permutation(len(x))
    n = int(validation_fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]
