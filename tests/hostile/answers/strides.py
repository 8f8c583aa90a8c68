# Answers with an array whose strides lead beyond its memory.
# stopped by: design
# verdict: failed, crashed
import numpy as np


def prize(x):
    return np.lib.stride_tricks.as_strided(x, (1000, 1000, 1000), (8, 8, 8))
