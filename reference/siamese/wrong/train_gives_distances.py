# loses: train
# diagnosis: inverted
# The siamese model that is returned gives the distance: low for the same class.
_train_both = train


def train(x, y, seed):
    tower, _ = _train_both(x, y, seed)
    a, b = keras.Input(x.shape[1:]), keras.Input(x.shape[1:])
    distance = ops.sum(ops.square(tower(a) - tower(b)), axis=1, keepdims=True)
    return tower, keras.Model([a, b], 1 - ops.exp(-distance))
