# loses: crossentropy
# The most likely class instead of the true one.
import numpy as np


def crossentropy(y_true, y_pred):
    return -np.mean(np.log(np.maximum(y_pred.max(axis=1), 1e-7)))
