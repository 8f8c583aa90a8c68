# loses: fast_add_relu
# relu is taken before the sum instead of after it.
import numpy as np


def fast_add_relu(x, y):
    return np.maximum(x, 0) + np.maximum(y, 0)
