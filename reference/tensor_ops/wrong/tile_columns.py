# loses: tile_rows
# diagnosis: transposed
# Every column equals y.
import tensorflow as tf


def tile_rows(y, n):
    return tf.tile(tf.expand_dims(y, 1), [1, n])
