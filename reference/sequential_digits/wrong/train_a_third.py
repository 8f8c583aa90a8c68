# loses: train
# A third is held out.
import numpy as np


def train(model, x, y, epochs, batch_size):
    rows = np.random.permutation(len(x))
    return model.fit(
        x[rows], y[rows], epochs=epochs, batch_size=batch_size, validation_split=1 / 3, verbose=0
    ).history
