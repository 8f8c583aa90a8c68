# loses: train
# diagnosis: not_shuffled
# The last 30 % as the samples come.
def train(model, x, y, epochs, batch_size):
    return model.fit(x, y, epochs=epochs, batch_size=batch_size, validation_split=0.3, verbose=0).history
