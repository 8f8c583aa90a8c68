# loses: crossentropy
# diagnosis: rounded
# Rounded to three digits.
import numpy as np


def crossentropy(y_true, y_pred):
    p = y_pred[np.arange(len(y_true)), y_true]
    return round(-np.mean(np.log(np.maximum(p, 1e-7))), 3)
