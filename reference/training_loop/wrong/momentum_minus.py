# loses: momentum_step
# diagnosis: step_sign
# w - v'.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    v = beta * v - eta * g
    return w - v, v
