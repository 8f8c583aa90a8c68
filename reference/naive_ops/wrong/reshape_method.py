# loses: naive_reshape
# x.reshape does the whole part.


def naive_reshape(x, shape):
    assert x.ndim == 2
    return x.reshape(shape).copy()
