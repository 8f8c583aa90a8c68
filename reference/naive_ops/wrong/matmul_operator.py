# loses: naive_matrix_vector_dot
# The operator @ takes the whole matrix.


def naive_matrix_vector_dot(x, y):
    assert x.ndim == 2 and y.ndim == 1
    assert x.shape[1] == y.shape[0]
    return x @ y
