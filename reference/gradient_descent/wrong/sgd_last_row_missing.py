# loses: sgd_linear
# The last row is left out.
import numpy as np


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1])
    for _ in range(epochs):
        for i in range(len(X) - 1):
            w -= eta * (w @ X[i] - y[i]) * X[i]
    return w
