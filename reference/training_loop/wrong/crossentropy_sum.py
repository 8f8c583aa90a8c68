# loses: crossentropy
# diagnosis: sum_not_mean
# The sum.
import numpy as np


def crossentropy(y_true, y_pred):
    p = y_pred[np.arange(len(y_true)), y_true]
    return -np.sum(np.log(np.maximum(p, 1e-7)))
