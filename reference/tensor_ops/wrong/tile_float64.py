# loses: tile_rows
# diagnosis: dtype
# np.ones makes float64 of it.
import numpy as np
import tensorflow as tf


def tile_rows(y, n):
    return np.outer(np.ones(n), y.numpy())
