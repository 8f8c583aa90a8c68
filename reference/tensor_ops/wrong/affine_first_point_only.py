# loses: affine
# diagnosis: first_only
# Only the first point.
import tensorflow as tf


def affine(points, W, b):
    return tf.expand_dims(tf.linalg.matvec(W, points[0]) + b, 0)
