# loses: tile_rows
# diagnosis: wrong_container
# A list of vectors, no matrix.
def tile_rows(y, n):
    return [y] * n
