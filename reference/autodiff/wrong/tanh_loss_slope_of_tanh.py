# loses: tanh_loss_gradient
# By formula, with 1 - tanh instead of 1 - tanh squared.
import numpy as np


def tanh_loss_gradient(W, x, y):
    t = np.tanh(W @ x)
    return np.outer(2.0 * (t - y) * (1.0 - t), x)
