# loses: tile_rows
# n is ignored: as many rows as entries.
import tensorflow as tf


def tile_rows(y, n):
    return tf.ones((y.shape[0], 1)) * y
