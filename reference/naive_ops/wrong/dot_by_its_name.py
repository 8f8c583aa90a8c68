# loses: naive_vector_dot
# np.dot again, fetched by a name that is put together.
import numpy as np


def naive_vector_dot(x, y):
    assert x.ndim == 1 and y.ndim == 1
    assert x.shape == y.shape
    return getattr(np, "d" + "ot")(x, y)
