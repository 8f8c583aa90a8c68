# loses: running_total
# diagnosis: rounded
# Rounded to three digits.
import numpy as np
import tensorflow as tf


def running_total(increments):
    return np.round(np.cumsum(increments), 3).astype(np.float32)
