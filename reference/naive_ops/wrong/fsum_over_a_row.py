# loses: naive_matrix_vector_dot
# math.fsum adds the products of a row at once.
import math

import numpy as np


def naive_matrix_vector_dot(x, y):
    assert x.ndim == 2 and y.ndim == 1
    assert x.shape[1] == y.shape[0]
    z = np.zeros(len(x))
    for i in range(x.shape[0]):
        products = np.empty(len(y))
        for k in range(x.shape[1]):
            products[k] = x[i, k] * y[k]
        z[i] = math.fsum(products)
    return z
