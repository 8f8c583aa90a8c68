# loses: collapse_affine
# diagnosis: transposed
# W is transposed.
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    return tf.transpose(W2 @ W1), tf.linalg.matvec(W2, b1) + b2
