# loses: naive_matrix_vector_dot
# The products are made one by one, but Python's sum then adds whole rows of a matrix.
import numpy as np


def naive_matrix_vector_dot(x, y):
    assert x.ndim == 2 and y.ndim == 1
    assert x.shape[1] == y.shape[0]
    products = np.zeros((x.shape[1], x.shape[0]))
    for i in range(x.shape[0]):
        for k in range(x.shape[1]):
            products[k, i] = x[i, k] * y[k]
    return sum(products)
