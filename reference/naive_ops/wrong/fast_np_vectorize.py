# loses: fast_add_relu
# diagnosis: too_slow
# np.vectorize is a loop, too: right, but too slow.
import numpy as np

add_relu = np.vectorize(lambda a, b: max(a + b, 0.0))


def fast_add_relu(x, y):
    return add_relu(x, y)
