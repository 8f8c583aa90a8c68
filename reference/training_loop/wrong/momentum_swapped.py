# loses: momentum_step
# diagnosis: order_of_results
# (v', w').
import numpy as np


def momentum_step(w, v, g, eta, beta):
    v = beta * v - eta * g
    return v, w + v
