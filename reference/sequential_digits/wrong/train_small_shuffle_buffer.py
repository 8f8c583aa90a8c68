# loses: train
# diagnosis: not_shuffled
# The buffer of shuffle is far smaller than the data.
import tensorflow as tf


def train(model, x, y, epochs, batch_size):
    n = len(x)
    data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(30, reshuffle_each_iteration=False)
    held, rest = data.take(int(0.3 * n)).batch(batch_size), data.skip(int(0.3 * n)).batch(batch_size)
    return model.fit(rest, validation_data=held, epochs=epochs, verbose=0).history
