# loses: rmsprop_step
# diagnosis: argument_changed
# s itself is changed.
import numpy as np


def rmsprop_step(w, s, g, eta, rho, eps):
    s[...] = rho * s + (1.0 - rho) * g**2
    return w - eta * g / (np.sqrt(s) + eps), s
