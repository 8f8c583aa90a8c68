# loses: running_total
# diagnosis: extra_axis
# Shape (n, 1).
import numpy as np
import tensorflow as tf


def running_total(increments):
    return np.cumsum(increments).astype(np.float32)[:, None]
