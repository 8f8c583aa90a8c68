# loses: naive_multiply
# np.vectorize runs the loop over the entries.
import numpy as np

product_of_two = np.vectorize(lambda a, b: a * b)


def naive_multiply(x, y):
    assert x.ndim == 2
    assert x.shape == y.shape
    return product_of_two(x, y)
