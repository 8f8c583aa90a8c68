# loses: naive_transpose
# diagnosis: square_only
# Entries of a copy are swapped, which works for square matrices only.


def naive_transpose(x):
    assert x.ndim == 2
    z = x.copy()
    for i in range(x.shape[0]):
        for j in range(i):
            if i < x.shape[1]:
                z[i, j], z[j, i] = x[j, i], x[i, j]
    return z
