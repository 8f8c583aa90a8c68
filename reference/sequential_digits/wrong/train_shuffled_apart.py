# loses: train
# diagnosis: rows_decoupled
# x and y are shuffled apart.
import numpy as np


def train(model, x, y, epochs, batch_size):
    x, y = np.random.permutation(x), np.random.permutation(y)
    return model.fit(x, y, epochs=epochs, batch_size=batch_size, validation_split=0.3, verbose=0).history
