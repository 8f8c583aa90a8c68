# loses: momentum_step
# eta and beta take each other's place.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    v = eta * v - beta * g
    return w + v, v
