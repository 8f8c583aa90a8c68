# loses: tanh_loss_gradient
# diagnosis: argument_changed
# Makes a step with W in place before it returns the right gradient.
import numpy as np


def tanh_loss_gradient(W, x, y):
    t = np.tanh(W @ x)
    gradient = np.outer(2.0 * (t - y) * (1.0 - t**2), x)
    W -= 0.1 * gradient
    return gradient
