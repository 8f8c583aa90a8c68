# loses: rmsprop_step
# diagnosis: float16
# Half precision.
import numpy as np


def rmsprop_step(w, s, g, eta, rho, eps):
    w, s, g = (a.astype(np.float16) for a in (w, s, g))
    s = rho * s + (1.0 - rho) * g**2
    return w - eta * g / (np.sqrt(s) + eps), s
