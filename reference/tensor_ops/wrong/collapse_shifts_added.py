# loses: collapse_affine
# b1 does not go through W2.
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    return W2 @ W1, b1 + b2 if b1.shape == b2.shape else tf.linalg.matvec(W2, b1) + b2
