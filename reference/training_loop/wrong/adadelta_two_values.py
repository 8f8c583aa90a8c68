# loses: adadelta_step
# diagnosis: last_missing
# d' is not returned.
import numpy as np


def adadelta_step(w, s, d, g, rho, eps):
    s = rho * s + (1.0 - rho) * g**2
    delta = -np.sqrt(d + eps) / np.sqrt(s + eps) * g
    return w + delta, s
