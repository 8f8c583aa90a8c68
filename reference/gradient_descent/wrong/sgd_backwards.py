# loses: sgd_linear
# The rows are taken from the last to the first.
import numpy as np


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1])
    for _ in range(epochs):
        for i in reversed(range(len(X))):
            w -= eta * (w @ X[i] - y[i]) * X[i]
    return w
