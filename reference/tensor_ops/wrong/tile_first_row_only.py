# loses: tile_rows
# diagnosis: first_only
# Only the first row is filled.
import numpy as np
import tensorflow as tf


def tile_rows(y, n):
    rows = np.zeros((n, len(y)), np.float32)
    rows[0] = y
    return rows
