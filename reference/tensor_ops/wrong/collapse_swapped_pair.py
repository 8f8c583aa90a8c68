# loses: collapse_affine
# diagnosis: order_of_results
# (b, W).
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    return tf.linalg.matvec(W2, b1) + b2, W2 @ W1
