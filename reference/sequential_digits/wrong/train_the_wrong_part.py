# loses: train
# 70 % are held out.
import numpy as np


def train(model, x, y, epochs, batch_size):
    rows = np.random.permutation(len(x))
    return model.fit(
        x[rows], y[rows], epochs=epochs, batch_size=batch_size, validation_split=0.7, verbose=0
    ).history
