# loses: affine
# diagnosis: addend_missing
# b is forgotten.
import tensorflow as tf


def affine(points, W, b):
    return points @ tf.transpose(W)
