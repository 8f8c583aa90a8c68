# loses: adagrad_step
# diagnosis: argument_returned
# The old s is returned.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    return w - eta * g / (np.sqrt(s + g**2) + eps), s
