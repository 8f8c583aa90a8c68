# loses: sgd_linear
# The rows are shuffled in each epoch.
import numpy as np


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1])
    for _ in range(epochs):
        for i in np.random.default_rng(0).permutation(len(X)):
            w -= eta * (w @ X[i] - y[i]) * X[i]
    return w
