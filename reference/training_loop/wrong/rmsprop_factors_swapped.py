# loses: rmsprop_step
# rho and 1 - rho take each other's place.
import numpy as np


def rmsprop_step(w, s, g, eta, rho, eps):
    s = (1.0 - rho) * s + rho * g**2
    return w - eta * g / (np.sqrt(s) + eps), s
