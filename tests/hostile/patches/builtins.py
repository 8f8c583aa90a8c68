# Replaces the functions that turn a comparison into a verdict.
# stopped by: design
# verdict: failed, crashed
# fools: naive
import builtins

import numpy as np


class Yes(int):
    def __new__(cls, *a):
        return True


def prize(x):
    builtins.bool = Yes
    return np.zeros(6)
