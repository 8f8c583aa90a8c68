# loses: crossentropy
# diagnosis: log_base
# Base 10.
import numpy as np


def crossentropy(y_true, y_pred):
    p = y_pred[np.arange(len(y_true)), y_true]
    return -np.mean(np.log10(np.maximum(p, 1e-7)))
