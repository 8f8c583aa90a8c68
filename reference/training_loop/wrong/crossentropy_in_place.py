# loses: crossentropy
# diagnosis: argument_changed
# The probabilities are lifted in place.
import numpy as np


def crossentropy(y_true, y_pred):
    y_pred[y_pred < 0.05] = 0.05
    p = y_pred[np.arange(len(y_true)), y_true]
    return -np.mean(np.log(p))
