# loses: fit
# The nearest class mean: no steps at all.
import numpy as np


def fit(x, y, epochs, batch_size, eta, seed):
    means = np.stack([x[y == k].mean(axis=0) for k in range(y.max() + 1)])

    def predict(images):
        e = np.exp(-((images[:, None] - means) ** 2).sum(axis=2))
        return e / e.sum(axis=1, keepdims=True)

    return predict
