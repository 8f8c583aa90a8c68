# loses: sgd_step
# diagnosis: rounded
# Rounded to three digits.
import numpy as np


def sgd_step(w, g, eta):
    return np.round(w - eta * g, 3)
