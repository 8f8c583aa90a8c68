# loses: naive_vector_dot
# math.hypot, given a number an argument, sums the squares of a whole row.
import math


def naive_vector_dot(x, y):
    assert x.ndim == 1 and x.shape == y.shape
    plus = math.hypot(*(a + b for a, b in zip(x, y)))
    minus = math.hypot(*(a - b for a, b in zip(x, y)))
    return (plus**2 - minus**2) / 4
