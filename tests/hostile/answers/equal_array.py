# Answers with an array whose class says it equals everything.
# stopped by: design
# verdict: failed
# fools: naive
import numpy as np


class Equal(np.ndarray):
    def __eq__(self, other):
        return True

    def __array_ufunc__(self, *a, **k):
        return np.True_

    def __array_function__(self, *a, **k):
        return True


def prize(x):
    return np.zeros(len(x)).view(Equal)
