# loses: adagrad_step
# One sum for all weights.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    s = s + np.sum(g**2)
    return w - eta * g / (np.sqrt(s) + eps), s
