# loses: tile_rows
# A list of vectors, no matrix.
def tile_rows(y, n):
    return [y] * n
