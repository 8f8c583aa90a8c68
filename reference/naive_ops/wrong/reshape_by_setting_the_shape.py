# loses: naive_reshape
# A copy gets a new shape by assignment.


def naive_reshape(x, shape):
    assert x.ndim == 2
    assert shape[0] * shape[1] == x.shape[0] * x.shape[1]
    z = x.copy()
    z.shape = shape
    return z
