# loses: adagrad_step
# diagnosis: argument_changed
# s itself grows.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    s += g**2
    return w - eta * g / (np.sqrt(s) + eps), s
