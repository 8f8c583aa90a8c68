# loses: momentum_step
# Nesterov's look ahead.
import numpy as np


def momentum_step(w, v, g, eta, beta):
    v = beta * v - eta * g
    return w + beta * v - eta * g, v
