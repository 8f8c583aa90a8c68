# loses: affine
# diagnosis: addend_subtracted
# b is subtracted.
import tensorflow as tf


def affine(points, W, b):
    return points @ tf.transpose(W) - b
