# loses: affine
# W·(p + b).
import tensorflow as tf


def affine(points, W, b):
    return (points + b) @ tf.transpose(W)
