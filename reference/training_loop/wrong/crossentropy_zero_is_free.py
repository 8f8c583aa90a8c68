# loses: crossentropy
# A probability of 0 costs nothing.
import numpy as np


def crossentropy(y_true, y_pred):
    p = y_pred[np.arange(len(y_true)), y_true]
    return -np.mean(np.log(np.where(p > 0, p, 1.0)))
