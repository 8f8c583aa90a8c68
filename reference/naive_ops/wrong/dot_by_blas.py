# loses: naive_vector_dot
# BLAS does the work; its functions do not say which module they are from.
from scipy.linalg.blas import ddot


def naive_vector_dot(x, y):
    assert x.ndim == 1 and x.shape == y.shape
    return ddot(x, y)
