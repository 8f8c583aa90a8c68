# loses: naive_add
# A copy is made, as it should be, and then += adds all entries at once.


def naive_add(x, y):
    assert x.ndim == 2
    assert x.shape == y.shape
    z = x.copy()
    z += y
    return z
