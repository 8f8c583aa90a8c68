# loses: sgd_step
# The mean of the gradient for all.
import numpy as np


def sgd_step(w, g, eta):
    return w - eta * g.mean()
