# loses: evaluate
# The mean over batches, although the last one is smaller.
import numpy as np


def evaluate(model, x, y):
    starts = range(0, len(x), 32)
    measured = [model.evaluate(x[i : i + 32], y[i : i + 32], verbose=0) for i in starts]
    return tuple(np.mean(measured, axis=0))
