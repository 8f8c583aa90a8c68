# loses: train
# diagnosis: argument_changed
# x and y are shuffled where they are.
import numpy as np


def train(model, x, y, epochs, batch_size):
    state = np.random.get_state()
    np.random.shuffle(x)
    np.random.set_state(state)
    np.random.shuffle(y)
    return model.fit(x, y, epochs=epochs, batch_size=batch_size, validation_split=0.3, verbose=0).history
