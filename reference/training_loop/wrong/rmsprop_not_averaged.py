# loses: rmsprop_step
# g² is not weighted by 1 - rho.
import numpy as np


def rmsprop_step(w, s, g, eta, rho, eps):
    s = rho * s + g**2
    return w - eta * g / (np.sqrt(s) + eps), s
