# loses: tile_rows
# diagnosis: other_shape
# One long vector.
import tensorflow as tf


def tile_rows(y, n):
    return tf.tile(y, [n])
