# loses: train
# The batch size is ignored.
import numpy as np


def train(model, x, y, epochs, batch_size):
    rows = np.random.permutation(len(x))
    return model.fit(x[rows], y[rows], epochs=epochs, validation_split=0.3, verbose=0).history
