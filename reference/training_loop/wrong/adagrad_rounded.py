# loses: adagrad_step
# diagnosis: rounded
# Rounded to three digits.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    s = s + g**2
    return np.round(w - eta * g / (np.sqrt(s) + eps), 3), s
