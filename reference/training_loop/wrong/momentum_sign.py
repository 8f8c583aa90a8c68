# loses: momentum_step
# diagnosis: sign
# v counts uphill, w goes against it: v' has the wrong sign.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    u = eta * g - beta * v
    return w - u, u
