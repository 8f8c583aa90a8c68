# loses: row_argmax
# The index within the whole matrix.
import tensorflow as tf


def row_argmax(a):
    return tf.argmax(a, axis=1) + tf.range(a.shape[0], dtype=tf.int64) * a.shape[1]
