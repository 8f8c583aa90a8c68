# loses: rmsprop_step
# The root of the old s.
import numpy as np


def rmsprop_step(w, s, g, eta, rho, eps):
    return w - eta * g / (np.sqrt(s) + eps), rho * s + (1.0 - rho) * g**2
