# loses: crossentropy
# diagnosis: mean_not_sum
# Divided by n · c.
import numpy as np


def crossentropy(y_true, y_pred):
    onehot = np.eye(y_pred.shape[1])[y_true]
    return -np.mean(onehot * np.log(np.maximum(y_pred, 1e-7)))
