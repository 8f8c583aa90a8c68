# loses: crossentropy
# Mean squared error.
import numpy as np


def crossentropy(y_true, y_pred):
    onehot = np.eye(y_pred.shape[1])[y_true]
    return np.mean((onehot - y_pred) ** 2)
