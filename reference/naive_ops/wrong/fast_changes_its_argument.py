# loses: fast_add_relu
# diagnosis: argument_changed
# The fastest way of all, at the price of x.
import numpy as np


def fast_add_relu(x, y):
    x += y
    return np.maximum(x, 0, out=x)
