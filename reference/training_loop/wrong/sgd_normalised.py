# loses: sgd_step
# The gradient is brought to length 1.
import numpy as np


def sgd_step(w, g, eta):
    return w - eta * g / np.linalg.norm(g)
