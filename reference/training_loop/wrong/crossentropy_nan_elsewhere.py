# loses: crossentropy
# diagnosis: nan
# 0 · ln 0 for the other classes is NaN.
import numpy as np


def crossentropy(y_true, y_pred):
    onehot = np.eye(y_pred.shape[1])[y_true]
    return -np.mean(np.sum(onehot * np.log(y_pred), axis=1))
