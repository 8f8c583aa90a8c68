# loses: momentum_step
# diagnosis: before_update
# w moves by the old velocity.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    new = beta * v - eta * g
    return w + v, new
