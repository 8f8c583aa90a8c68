# loses: sgd_linear
# diagnosis: argument_changed
# The errors are collected in y, which belongs to the caller.
import numpy as np


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1])
    targets = y.copy()
    for _ in range(epochs):
        for i in range(len(X)):
            y[i] = w @ X[i] - targets[i]
            w -= eta * y[i] * X[i]
    return w
