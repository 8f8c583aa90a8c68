# loses: naive_leaky_relu
# diagnosis: zeroed
# Negative entries become 0.


def naive_leaky_relu(x, alpha):
    assert x.ndim == 2
    z = x.copy()
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[i, j] = max(x[i, j], 0)
    return z
