# loses: crossentropy
# 1e-3 is added to every probability.
import numpy as np


def crossentropy(y_true, y_pred):
    p = y_pred[np.arange(len(y_true)), y_true]
    return -np.mean(np.log(p + 1e-3))
