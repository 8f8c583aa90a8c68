# loses: train
# diagnosis: argument_changed
# The images are centred in place.
_train_both = train


def train(x, y, seed):
    mean = x.mean()
    x -= mean
    tower, _ = _train_both(x, y, seed)
    image = keras.Input(x.shape[1:])
    centred = keras.Model(image, tower(image - float(mean)))
    return centred, compare_with(centred)
