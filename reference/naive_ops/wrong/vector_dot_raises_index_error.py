# loses: naive_vector_dot
# diagnosis: wrong_exception, not_refused
# The lengths are not compared: a short y ends in an IndexError, a long one is cut off.


def naive_vector_dot(x, y):
    assert x.ndim == 1 and y.ndim == 1
    total = 0.0
    for k in range(len(x)):
        total += x[k] * y[k]
    return total
