# loses: collapse_affine
# Element-wise products, where the shapes allow them.
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    if W1.shape == W2.shape:
        return W2 * W1, tf.linalg.matvec(W2, b1) + b2
    return W2 @ W1, tf.linalg.matvec(W2, b1) + b2
