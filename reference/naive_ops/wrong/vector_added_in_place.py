# loses: naive_add_matrix_and_vector
# diagnosis: argument_changed
# The result is right, but x has changed.


def naive_add_matrix_and_vector(x, y):
    assert x.ndim == 2 and y.ndim == 1
    assert x.shape[1] == y.shape[0]
    for row in x:
        for j, bias in enumerate(y):
            row[j] += bias
    return x.copy()
