# loses: sgd_step
# Only the sign of the gradient.
import numpy as np


def sgd_step(w, g, eta):
    return w - eta * np.sign(g)
