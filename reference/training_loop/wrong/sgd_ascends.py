# loses: sgd_step
# Uphill.
import numpy as np


def sgd_step(w, g, eta):
    return w + eta * g
