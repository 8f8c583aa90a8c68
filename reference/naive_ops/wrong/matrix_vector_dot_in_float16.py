# loses: naive_matrix_vector_dot
# diagnosis: float16
# float16 keeps three digits only.
import numpy as np


def naive_matrix_vector_dot(x, y):
    assert x.ndim == 2 and y.ndim == 1
    assert x.shape[1] == y.shape[0]
    z = np.zeros(x.shape[0], dtype=np.float16)
    for i in range(x.shape[0]):
        for k in range(x.shape[1]):
            z[i] += x[i, k] * y[k]
    return z
