# loses: train
# The tower that is returned is a new one, not the one that was trained.
_train_both = train


def train(x, y, seed):
    _, siamese = _train_both(x, y, seed)
    return small_network(x.shape[1:], 32), siamese
