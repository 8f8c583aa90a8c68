# loses: naive_leaky_relu
# diagnosis: wrong_exception, not_refused
# The rank is not looked at; a vector raises TypeError by accident.
import numpy as np


def naive_leaky_relu(x, alpha):
    return np.array([[max(alpha * v, v) for v in row] for row in x])
