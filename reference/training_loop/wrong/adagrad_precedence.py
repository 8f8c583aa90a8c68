# loses: adagrad_step
# A missing bracket: eps is added after the division.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    s = s + g**2
    return w - eta * g / np.sqrt(np.maximum(s, 1e-30)) + eps, s
