# loses: adadelta_step
# The fraction is upside down.
import numpy as np


def adadelta_step(w, s, d, g, rho, eps):
    s = rho * s + (1.0 - rho) * g**2
    delta = -np.sqrt(s + eps) / np.sqrt(d + eps) * g
    return w + delta, s, rho * d + (1.0 - rho) * delta**2
