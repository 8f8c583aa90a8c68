# loses: momentum_step
# An average: the gradient times 1 - beta.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    v = beta * v - (1 - beta) * eta * g
    return w + v, v
