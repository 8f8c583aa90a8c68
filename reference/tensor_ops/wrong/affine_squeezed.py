# loses: affine
# diagnosis: missing_axis
# The axes of length 1 are lost.
import tensorflow as tf


def affine(points, W, b):
    return tf.squeeze(points @ tf.transpose(W) + b)
