# loses: momentum_step
# diagnosis: argument_changed
# v itself is changed.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    v *= beta
    v -= eta * g
    return w + v, v
