# loses: adadelta_step
# diagnosis: argument_changed
# d itself is changed.
import numpy as np


def adadelta_step(w, s, d, g, rho, eps):
    s = rho * s + (1.0 - rho) * g**2
    delta = -np.sqrt(d + eps) / np.sqrt(s + eps) * g
    d[...] = rho * d + (1.0 - rho) * delta**2
    return w + delta, s, d
