# loses: train
# One pass over the pairs in large batches: far too few steps.
def train(x, y, seed):
    keras.utils.set_random_seed(seed)
    tower = small_network(x.shape[1:], 32)
    siamese = compare_with(tower)
    siamese.compile(keras.optimizers.Adam(1e-3), loss="binary_crossentropy")
    a, b, same = make_pairs(x, y, seed)
    siamese.fit([a, b], same, batch_size=256, verbose=0)
    return tower, siamese
