# loses: collapse_affine
# diagnosis: broadcast, extra_axis
# W2·b1 as a column plus b2 as a row becomes a matrix.
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    return W2 @ W1, W2 @ tf.expand_dims(b1, 1) + b2
