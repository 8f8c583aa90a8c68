# loses: adagrad_step
# diagnosis: float16
# Half precision.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    w, s, g = (a.astype(np.float16) for a in (w, s, g))
    s = s + g**2
    return w - eta * g / (np.sqrt(s) + eps), s
