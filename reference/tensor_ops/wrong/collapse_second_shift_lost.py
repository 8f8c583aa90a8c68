# loses: collapse_affine
# diagnosis: addend_missing
# b2 is forgotten.
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    return W2 @ W1, tf.linalg.matvec(W2, b1)
