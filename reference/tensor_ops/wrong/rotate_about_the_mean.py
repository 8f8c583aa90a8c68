# loses: rotate
# About the centre of the points, not the origin.
import math

import tensorflow as tf


def rotate(points, theta):
    c, s = math.cos(theta), math.sin(theta)
    middle = tf.reduce_mean(points, axis=0)
    return (points - middle) @ tf.constant([[c, s], [-s, c]]) + middle
