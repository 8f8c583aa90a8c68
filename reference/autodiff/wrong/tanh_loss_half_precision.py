# loses: tanh_loss_gradient
# diagnosis: float16
# Computed in float16.
import numpy as np


def tanh_loss_gradient(W, x, y):
    W, x, y = (array.astype(np.float16) for array in (W, x, y))
    t = np.tanh(W @ x)
    return np.outer(2 * (t - y) * (1 - t**2), x).astype(np.float32)
