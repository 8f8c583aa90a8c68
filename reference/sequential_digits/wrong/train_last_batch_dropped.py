# loses: train
# The last batch of each epoch is dropped.
import tensorflow as tf


def train(model, x, y, epochs, batch_size):
    n = len(x)
    data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(n, reshuffle_each_iteration=False)
    held = data.take(int(0.3 * n)).batch(batch_size)
    rest = data.skip(int(0.3 * n)).batch(batch_size, drop_remainder=True)
    return model.fit(rest, validation_data=held, epochs=epochs, verbose=0).history
