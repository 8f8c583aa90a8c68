# loses: adadelta_step
# diagnosis: order_of_results
# (w', d', s').
import numpy as np


def adadelta_step(w, s, d, g, rho, eps):
    s = rho * s + (1.0 - rho) * g**2
    delta = -np.sqrt(d + eps) / np.sqrt(s + eps) * g
    return w + delta, rho * d + (1.0 - rho) * delta**2, s
