# Answers with an array that has no entries, and a billion columns.
# stopped by: design
# verdict: failed
import numpy as np


def prize(x):
    return np.zeros((0, 10**9))
