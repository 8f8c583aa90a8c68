"""A result that says it is an array, slowly."""
# verdict: failed timeout error

import numpy as np


def calm(x):
    return 2 * x + 1


class Lying:
    @property
    def __class__(self):
        return np.ndarray

    def __array__(self, *_, **__):
        while True:
            pass


def storm(x):
    return Lying()
