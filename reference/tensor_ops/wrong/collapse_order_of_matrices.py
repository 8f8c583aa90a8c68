# loses: collapse_affine
# diagnosis: swapped_arguments
# W1·W2, with the right shift.
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    W = W2 @ W1 if W1.shape[0] != W2.shape[0] or W1.shape[0] != W1.shape[1] else W1 @ W2
    return W, tf.linalg.matvec(W2, b1) + b2
