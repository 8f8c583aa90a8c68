# loses: fast_add_relu
# The fastest way of all, at the price of x.
import numpy as np


def fast_add_relu(x, y):
    x += y
    return np.maximum(x, 0, out=x)
