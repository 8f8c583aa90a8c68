# loses: batches
# diagnosis: permuted
# The rows are shuffled.
import numpy as np


def batches(x, y, batch_size):
    order = np.random.default_rng(0).permutation(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i : i + batch_size]], y[order[i : i + batch_size]]
