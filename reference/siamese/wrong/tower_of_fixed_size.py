# loses: build_tower
# The size of the embedding is always 32.
def build_tower(input_shape, embedding_dim):
    return small_network(input_shape, 32)
