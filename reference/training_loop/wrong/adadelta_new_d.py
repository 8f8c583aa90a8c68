# loses: adadelta_step
# Delta with a d that already has the gradient in it.
import numpy as np


def adadelta_step(w, s, d, g, rho, eps):
    s = rho * s + (1.0 - rho) * g**2
    d1 = rho * d + (1.0 - rho) * g**2
    delta = -np.sqrt(d1 + eps) / np.sqrt(s + eps) * g
    return w + delta, s, rho * d + (1.0 - rho) * delta**2
