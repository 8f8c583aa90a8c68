# loses: adagrad_step
# The root of the old s.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    return w - eta * g / (np.sqrt(s) + eps), s + g**2
