# loses: fit
# diagnosis: same_for_all
# Always the most frequent class.
import numpy as np


def fit(x, y, epochs, batch_size, eta, seed):
    counts = np.bincount(y)
    return lambda images: np.tile(np.eye(len(counts))[counts.argmax()], (len(images), 1))
