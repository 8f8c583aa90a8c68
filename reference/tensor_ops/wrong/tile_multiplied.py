# loses: tile_rows
# n * y is a multiple, not a repetition.
import tensorflow as tf


def tile_rows(y, n):
    return tf.expand_dims(n * y, 0)
