# loses: momentum_step
# diagnosis: first_only
# Only w'.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    v = beta * v - eta * g
    return w + v
