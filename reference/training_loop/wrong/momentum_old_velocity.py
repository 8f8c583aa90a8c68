# loses: momentum_step
# w moves by the old velocity.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    new = beta * v - eta * g
    return w + v, new
