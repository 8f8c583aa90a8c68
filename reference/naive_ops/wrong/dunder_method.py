# loses: naive_multiply
# The operator * under its other name.


def naive_multiply(x, y):
    assert x.ndim == 2
    assert x.shape == y.shape
    return x.__mul__(y)
