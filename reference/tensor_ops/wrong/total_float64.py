# loses: running_total
# diagnosis: dtype
# np.cumsum of Python floats is float64.
import numpy as np
import tensorflow as tf


def running_total(increments):
    return np.cumsum(increments)
