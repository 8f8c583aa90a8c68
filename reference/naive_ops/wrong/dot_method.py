# loses: naive_vector_dot
# The method .dot of the array does it at once.


def naive_vector_dot(x, y):
    assert x.ndim == 1 and y.ndim == 1
    assert x.shape == y.shape
    multiply = x.dot
    return multiply(y)
