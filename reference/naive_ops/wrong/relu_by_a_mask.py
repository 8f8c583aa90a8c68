# loses: naive_relu
# All entries are compared with 0 at once, to find the negative ones.


def naive_relu(x):
    assert x.ndim == 2
    z = x.copy()
    z[z < 0] = 0
    return z
