# loses: naive_add_matrix_and_vector
# diagnosis: wrong_axis
# The vector runs down the columns, which only a square matrix permits.


def naive_add_matrix_and_vector(x, y):
    assert x.ndim == 2 and y.ndim == 1
    assert x.shape[1] == y.shape[0]
    z = x.copy()
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            z[i, j] += y[i % len(y)]
    return z
