# Answers with an object that says it is an array, by its class.
# stopped by: design
# verdict: failed, error
# fools: naive
import numpy as np


class Liar:
    @property
    def __class__(self):
        return np.ndarray

    def __eq__(self, other):
        return True

    __hash__ = None
    size, itemsize, shape = 0, 0, ()


def prize(x):
    return Liar()
