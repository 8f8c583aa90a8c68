# loses: sgd_step
# diagnosis: argument_changed
# w itself is moved.
import numpy as np


def sgd_step(w, g, eta):
    w -= eta * g
    return w
