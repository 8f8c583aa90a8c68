# loses: affine
# diagnosis: transposed
# Shape (m, n).
import tensorflow as tf


def affine(points, W, b):
    return W @ tf.transpose(points) + tf.expand_dims(b, 1)
