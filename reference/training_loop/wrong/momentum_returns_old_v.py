# loses: momentum_step
# diagnosis: argument_returned
# The old v is returned.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    return w + beta * v - eta * g, v
