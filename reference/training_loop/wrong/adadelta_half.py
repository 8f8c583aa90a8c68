# loses: adadelta_step
# diagnosis: float16
# Half precision.
import numpy as np


def adadelta_step(w, s, d, g, rho, eps):
    w, s, d, g = (a.astype(np.float16) for a in (w, s, d, g))
    s = rho * s + (1.0 - rho) * g**2
    delta = -np.sqrt(d + eps) / np.sqrt(s + eps) * g
    return w + delta, s, rho * d + (1.0 - rho) * delta**2
