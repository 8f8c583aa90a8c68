# loses: naive_relu
# diagnosis: argument_changed
# The copy is missing, so that x itself is overwritten.


def naive_relu(x):
    assert x.ndim == 2
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            x[i, j] = max(x[i, j], 0)
    return x
