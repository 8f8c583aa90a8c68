# loses: row_argmax
# diagnosis: off_by_one
# Counted from one.
import tensorflow as tf


def row_argmax(a):
    return tf.argmax(a, axis=1) + 1
