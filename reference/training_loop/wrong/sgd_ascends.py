# loses: sgd_step
# diagnosis: step_sign
# Uphill.
import numpy as np


def sgd_step(w, g, eta):
    return w + eta * g
