# loses: train
# The data set is shuffled anew in each epoch, before it is split.
import tensorflow as tf


def train(model, x, y, epochs, batch_size):
    n = len(x)
    data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(n)
    held, rest = data.take(int(0.3 * n)).batch(batch_size), data.skip(int(0.3 * n)).batch(batch_size)
    return model.fit(rest, validation_data=held, epochs=epochs, verbose=0).history
