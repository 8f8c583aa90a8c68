# loses: adagrad_step
# eps is added to s'.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    s = s + g**2 + eps
    return w - eta * g / (np.sqrt(s) + eps), s
