# loses: split
# diagnosis: seed_ignored
# Stratified to the first rows of each class: no shuffling at all.
import numpy as np


def split(x, y, validation_fraction, seed):
    n = int(validation_fraction * len(x))
    order = np.argsort(y, kind="stable")
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]
