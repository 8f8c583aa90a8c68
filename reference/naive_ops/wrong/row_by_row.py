# loses: naive_add_matrix_and_vector
# One loop over the rows is there, but each row is added to the vector at once.
import numpy as np


def naive_add_matrix_and_vector(x, y):
    assert x.ndim == 2 and y.ndim == 1
    assert x.shape[1] == y.shape[0]
    z = np.empty_like(x)
    for i in range(x.shape[0]):
        z[i] = x[i] + y
    return z
