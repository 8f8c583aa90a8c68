# loses: tanh_loss_gradient
# By formula, without the slope of tanh.
import numpy as np


def tanh_loss_gradient(W, x, y):
    return np.outer(2.0 * (np.tanh(W @ x) - y), x)
