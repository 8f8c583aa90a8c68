# loses: tile_rows
# diagnosis: one_too_many
# One row too many.
import tensorflow as tf


def tile_rows(y, n):
    return tf.tile(tf.expand_dims(y, 0), [n + 1, 1])
