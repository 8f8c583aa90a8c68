# loses: column_maxima
# diagnosis: dtype
# float64.
import numpy as np
import tensorflow as tf


def column_maxima(a):
    return np.max(np.asarray(a, dtype=np.float64), axis=0)
