# loses: sgd_linear
# A single pass, whatever epochs says.
import numpy as np


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1])
    for _ in range(1):
        for i in range(len(X)):
            w -= eta * (w @ X[i] - y[i]) * X[i]
    return w
