# loses: collapse_affine
# diagnosis: extra_axis
# b has shape (m, 1).
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    return W2 @ W1, W2 @ tf.expand_dims(b1, 1) + tf.expand_dims(b2, 1)
