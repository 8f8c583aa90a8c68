# loses: train
# Only the first 30 images are used, which the network learns by heart.
def train(x, y, seed):
    keras.utils.set_random_seed(seed)
    tower = small_network(x.shape[1:], 32)
    siamese = compare_with(tower)
    siamese.compile(keras.optimizers.Adam(2e-3), loss="binary_crossentropy")
    same_class, other_class = [], []
    for row in range(30):
        alike = np.flatnonzero(y[:30] == y[row])
        same_class.append(alike[0] if alike[0] != row else alike[-1])
        other_class.append(np.flatnonzero(y[:30] != y[row])[row % 5])
    pairs = [np.concatenate([x[:30], x[:30]]), np.concatenate([x[same_class], x[other_class]])]
    same = np.repeat(np.array([1, 0], dtype="float32"), 30)
    siamese.fit(pairs, same, epochs=100, batch_size=30, verbose=0)
    return tower, siamese
