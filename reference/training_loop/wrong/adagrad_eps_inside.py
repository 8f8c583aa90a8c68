# loses: adagrad_step
# eps inside the root, as Keras has it.
import numpy as np


def adagrad_step(w, s, g, eta, eps):
    s = s + g**2
    return w - eta * g / np.sqrt(s + eps), s
