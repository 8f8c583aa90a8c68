# loses: sgd_step
# w itself is moved.
import numpy as np


def sgd_step(w, g, eta):
    w -= eta * g
    return w
