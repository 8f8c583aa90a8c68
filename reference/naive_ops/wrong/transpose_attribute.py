# loses: naive_transpose
# x.T does the whole part.


def naive_transpose(x):
    assert x.ndim == 2
    return x.T.copy()
