# loses: train
# Both models are returned without any training.
def train(x, y, seed):
    keras.utils.set_random_seed(seed)
    tower = small_network(x.shape[1:], 32)
    return tower, compare_with(tower)
