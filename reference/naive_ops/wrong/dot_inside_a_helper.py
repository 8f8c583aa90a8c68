# loses: naive_matrix_dot
# A helper does the work of the inner loop with np.dot, on a whole row and a whole column.
import numpy as np


def row_times_column(row, column):
    return np.dot(row, column)


def naive_matrix_dot(x, y):
    assert x.ndim == 2 and y.ndim == 2
    assert x.shape[1] == y.shape[0]
    z = np.zeros((x.shape[0], y.shape[1]))
    for i in range(x.shape[0]):
        for j in range(y.shape[1]):
            z[i, j] = row_times_column(x[i, :], y[:, j])
    return z
