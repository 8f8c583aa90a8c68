# loses: fit
# diagnosis: same_for_all
# The same probabilities for every image.
import numpy as np


def fit(x, y, epochs, batch_size, eta, seed):
    c = int(y.max()) + 1
    return lambda images: np.full((len(images), c), 1 / c)
