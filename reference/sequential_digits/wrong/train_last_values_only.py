# loses: train
# diagnosis: last_only
# Only the last values of the history.
import numpy as np


def train(model, x, y, epochs, batch_size):
    rows = np.random.permutation(len(x))
    history = model.fit(
        x[rows], y[rows], epochs=epochs, batch_size=batch_size, validation_split=0.3, verbose=0
    ).history
    return {name: values[-1] for name, values in history.items()}
