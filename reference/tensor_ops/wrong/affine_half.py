# loses: affine
# diagnosis: float16
# Half precision.
import tensorflow as tf


def affine(points, W, b):
    points, W, b = (tf.cast(t, tf.float16) for t in (points, W, b))
    return tf.cast(points @ tf.transpose(W) + b, tf.float32)
