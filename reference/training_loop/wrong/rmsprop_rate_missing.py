# loses: rmsprop_step
# diagnosis: factor_missing
# eta is forgotten.
import numpy as np


def rmsprop_step(w, s, g, eta, rho, eps):
    s = rho * s + (1.0 - rho) * g**2
    return w - g / (np.sqrt(s) + eps), s
