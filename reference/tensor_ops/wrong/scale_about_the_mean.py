# loses: scale
# About the centre of the points.
import tensorflow as tf


def scale(points, horizontal, vertical):
    middle = tf.reduce_mean(points, axis=0)
    return (points - middle) * [horizontal, vertical] + middle
