# loses: naive_leaky_relu
# Negative entries become -alpha instead of alpha times themselves.


def naive_leaky_relu(x, alpha):
    assert x.ndim == 2
    z = x.copy()
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[i, j] = x[i, j] if x[i, j] > 0 else -alpha
    return z
