# loses: sgd_linear
# The factor 1/2 of the error is forgotten: steps of double length.
import numpy as np


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1])
    for _ in range(epochs):
        for i in range(len(X)):
            w -= 2.0 * eta * (w @ X[i] - y[i]) * X[i]
    return w
