# loses: train
# Training and validation are mixed up in the history.
import numpy as np


def train(model, x, y, epochs, batch_size):
    rows = np.random.permutation(len(x))
    history = model.fit(
        x[rows], y[rows], epochs=epochs, batch_size=batch_size, validation_split=0.3, verbose=0
    ).history
    for name in ("loss", "accuracy"):
        history[name], history["val_" + name] = history["val_" + name], history[name]
    return history
