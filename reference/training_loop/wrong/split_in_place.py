# loses: split
# diagnosis: argument_changed
# x and y themselves are shuffled.
import numpy as np


def split(x, y, validation_fraction, seed):
    for rows in (x, y):
        np.random.default_rng(seed).shuffle(rows)
    n = int(validation_fraction * len(x))
    return x[n:], y[n:], x[:n], y[:n]
