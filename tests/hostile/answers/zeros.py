# Answers with zeros.
# stopped by: design
# verdict: failed
import numpy as np


def prize(x):
    return np.zeros(len(x))
