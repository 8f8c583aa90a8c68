# loses: naive_transpose
# The attribute T is asked for by its name.


def naive_transpose(x):
    assert x.ndim == 2
    return getattr(x, "T").copy()  # noqa: B009
