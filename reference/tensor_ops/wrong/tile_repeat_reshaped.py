# loses: tile_rows
# diagnosis: rows_and_columns
# tf.repeat repeats entries, so rows are mixed.
import tensorflow as tf


def tile_rows(y, n):
    return tf.reshape(tf.repeat(y, n), (n, -1))
