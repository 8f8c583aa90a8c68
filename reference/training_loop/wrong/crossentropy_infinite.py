# loses: crossentropy
# diagnosis: nan
# Nothing keeps ln 0 away.
import numpy as np


def crossentropy(y_true, y_pred):
    p = y_pred[np.arange(len(y_true)), y_true]
    return -np.mean(np.log(p))
