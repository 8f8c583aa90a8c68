# loses: affine
# diagnosis: wrong_axis
# b is added to columns, which runs for m points only.
import tensorflow as tf


def affine(points, W, b):
    return points @ tf.transpose(W) + tf.expand_dims(b, 1)
