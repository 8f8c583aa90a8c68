# Has NumPy add objects of a class of its own, each of which holds more than one element.
# stopped by: design
# part: naive_total
# verdict: forbidden, error, failed
import numpy as np


class Pair:
    def __init__(self, values):
        self.values = values

    def __float__(self):
        return float(np.add.reduce(self.values))


def naive_total(x):
    return float(Pair(x))
