# loses: adadelta_step
# Delta with the old s.
import numpy as np


def adadelta_step(w, s, d, g, rho, eps):
    delta = -np.sqrt(d + eps) / np.sqrt(s + eps) * g
    s = rho * s + (1.0 - rho) * g**2
    return w + delta, s, rho * d + (1.0 - rho) * delta**2
