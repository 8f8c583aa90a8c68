# loses: sgd_linear
# diagnosis: dtype
# The result is float32.
import numpy as np


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1])
    for _ in range(epochs):
        for i in range(len(X)):
            w -= eta * (w @ X[i] - y[i]) * X[i]
    return w.astype(np.float32)
