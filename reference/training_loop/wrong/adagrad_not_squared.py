# loses: adagrad_step
# g is not squared.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    s = s + abs(g)
    return w - eta * g / (np.sqrt(s) + eps), s
