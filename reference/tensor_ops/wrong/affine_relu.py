# loses: affine
# diagnosis: clipped
# A relu comes after it.
import tensorflow as tf


def affine(points, W, b):
    return tf.nn.relu(points @ tf.transpose(W) + b)
