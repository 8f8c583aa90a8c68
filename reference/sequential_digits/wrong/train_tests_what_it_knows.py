# loses: train
# All samples are learned, 30 % of them tested.
import numpy as np


def train(model, x, y, epochs, batch_size):
    rows = np.random.permutation(len(x))
    held = rows[: int(0.3 * len(x))]
    return model.fit(
        x, y, epochs=epochs, batch_size=batch_size, validation_data=(x[held], y[held]), verbose=0
    ).history
