# loses: batches
# Batches of nearly equal size, where all but the last should be full.
import numpy as np


def batches(x, y, batch_size):
    n = -(-len(x) // batch_size)
    yield from zip(np.array_split(x, n), np.array_split(y, n))
