# loses: adagrad_step
# eps is forgotten.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    s = s + g**2
    return w - eta * g / np.sqrt(s), s
