# loses: naive_add_matrix_and_vector
# The same in place: the number becomes an array.
import numpy as np


def naive_add_matrix_and_vector(x, y):
    assert x.ndim == 2 and y.ndim == 1 and x.shape[1] == y.shape[0]
    z = np.empty(x.shape)
    for j in range(len(y)):
        column = y[j]
        column += x[:, j].tolist()
        z[:, j] = column
    return z
