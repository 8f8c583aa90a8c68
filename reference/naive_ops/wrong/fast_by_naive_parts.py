# loses: fast_add_relu
# diagnosis: too_slow
# The naive parts one after the other.


def fast_add_relu(x, y):
    return naive_relu(naive_add(x, y))
