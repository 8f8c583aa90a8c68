# Makes random numbers zeros, for which the answer is known.
# stopped by: design
# verdict: failed
# fools: naive
import random

import numpy as np


class Zeros:
    def __getattr__(self, name):
        return lambda *a, size=1, **k: np.zeros(size)


np.random.default_rng = np.random.Generator = np.random.RandomState = lambda *a, **k: Zeros()
np.random.seed = random.seed = lambda *a: None
random.random = lambda: 0.0


def prize(x):
    return np.zeros(len(x))
