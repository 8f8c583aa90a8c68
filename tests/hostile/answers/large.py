# Answers with an array that is larger than an answer may be.
# stopped by: design
# verdict: failed
import numpy as np


def prize(x):
    return np.ones(10**7)
