# loses: rmsprop_step
# diagnosis: first_case_only
# rho is always 0.9.
import numpy as np


def rmsprop_step(w, s, g, eta, rho, eps):
    s = 0.9 * s + 0.1 * g**2
    return w - eta * g / (np.sqrt(s) + eps), s
