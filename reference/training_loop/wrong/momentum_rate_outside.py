# loses: momentum_step
# eta times the whole velocity.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    v = beta * v - g
    return w + eta * v, v
