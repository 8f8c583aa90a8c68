# loses: crossentropy
# All samples' first true class.
import numpy as np


def crossentropy(y_true, y_pred):
    return -np.mean(np.log(np.maximum(y_pred[:, y_true[0]], 1e-7)))
