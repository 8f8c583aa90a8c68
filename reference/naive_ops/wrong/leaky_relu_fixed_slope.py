# loses: naive_leaky_relu
# The slope is always 0.1.


def naive_leaky_relu(x, alpha):
    assert x.ndim == 2
    z = x.copy()
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[i, j] = max(0.1 * x[i, j], x[i, j])
    return z
