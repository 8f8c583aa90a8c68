# loses: crossentropy
# diagnosis: float16
# Half precision.
import numpy as np


def crossentropy(y_true, y_pred):
    p = y_pred.astype(np.float16)[np.arange(len(y_true)), y_true]
    return -np.mean(np.log(np.maximum(p, np.float16(1e-4))))
