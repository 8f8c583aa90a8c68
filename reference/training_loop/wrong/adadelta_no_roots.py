# loses: adadelta_step
# No roots.
import numpy as np


def adadelta_step(w, s, d, g, rho, eps):
    s = rho * s + (1.0 - rho) * g**2
    delta = -(d + eps) / (s + eps) * g
    return w + delta, s, rho * d + (1.0 - rho) * delta**2
