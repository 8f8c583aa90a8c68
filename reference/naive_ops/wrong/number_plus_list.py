# loses: naive_add_matrix_and_vector
# NumPy makes an array of the list: a whole column is added to one number.
import numpy as np


def naive_add_matrix_and_vector(x, y):
    assert x.ndim == 2 and y.ndim == 1 and x.shape[1] == y.shape[0]
    z = np.empty(x.shape)
    for j in range(len(y)):
        z[:, j] = x[:, j].tolist() + y[j]
    return z
