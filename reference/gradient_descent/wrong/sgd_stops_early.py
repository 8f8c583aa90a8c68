# loses: sgd_linear
# Leaves out the passes that are left when the error is small.
import numpy as np


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1])
    for _ in range(epochs):
        if np.mean((X @ w - y) ** 2) < 1e-3:
            break
        for row, target in zip(X, y):
            w -= eta * (w @ row - target) * row
    return w
