# Answers with the same large array a thousand times.
# stopped by: design
# verdict: failed
import numpy as np


def prize(x):
    return [np.ones(10**5)] * 1000
