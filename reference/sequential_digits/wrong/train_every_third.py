# loses: train
# diagnosis: not_shuffled
# Every third sample or so is held out, none at random.
import numpy as np


def train(model, x, y, epochs, batch_size):
    held = np.arange(len(x)) * 3 % 10 < 3
    return model.fit(
        x[~held], y[~held], epochs=epochs, batch_size=batch_size, validation_data=(x[held], y[held]), verbose=0
    ).history
