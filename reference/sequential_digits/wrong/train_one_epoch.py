# loses: train
# The number of epochs is ignored.
import numpy as np


def train(model, x, y, epochs, batch_size):
    rows = np.random.permutation(len(x))
    return model.fit(x[rows], y[rows], batch_size=batch_size, validation_split=0.3, verbose=0).history
