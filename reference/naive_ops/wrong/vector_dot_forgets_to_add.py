# loses: naive_vector_dot
# diagnosis: last_only
# Only the last product is kept.


def naive_vector_dot(x, y):
    assert x.ndim == 1 and y.ndim == 1
    assert x.shape == y.shape
    total = 0.0
    for a, b in zip(x, y):
        total = a * b
    return total
