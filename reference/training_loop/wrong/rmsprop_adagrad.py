# loses: rmsprop_step
# The sum of AdaGrad.
import numpy as np


def rmsprop_step(w, s, g, eta, rho, eps):
    s = s + g**2
    return w - eta * g / (np.sqrt(s) + eps), s
