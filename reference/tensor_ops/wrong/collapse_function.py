# loses: collapse_affine
# diagnosis: function_returned
# A function instead of (W, b).
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    return lambda points: (points @ tf.transpose(W1) + b1) @ tf.transpose(W2) + b2
