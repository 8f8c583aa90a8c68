# loses: adagrad_step
# No root.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    s = s + g**2
    return w - eta * g / (s + eps), s
