# loses: collapse_affine
# diagnosis: swapped_arguments
# W1·W2: the first map after the second.
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, tf.linalg.matvec(W1, b2) + b1
