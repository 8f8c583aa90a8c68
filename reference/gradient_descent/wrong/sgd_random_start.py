# loses: sgd_linear
# The weights start at small random numbers instead of zeros.
import numpy as np


def sgd_linear(X, y, eta, epochs):
    w = np.random.default_rng(1).normal(size=X.shape[1]) * 0.01
    for _ in range(epochs):
        for i in range(len(X)):
            w -= eta * (w @ X[i] - y[i]) * X[i]
    return w
