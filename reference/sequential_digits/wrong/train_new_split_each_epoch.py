# loses: train
# Every epoch holds out other samples.
import numpy as np


def train(model, x, y, epochs, batch_size):
    total = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        rows = np.random.permutation(len(x))
        one = model.fit(x[rows], y[rows], batch_size=batch_size, validation_split=0.3, verbose=0).history
        for name, values in one.items():
            total[name] += values
    return total
