# loses: rotate
# Sine and cosine are swapped.
import math

import tensorflow as tf


def rotate(points, theta):
    c, s = math.sin(theta), math.cos(theta)
    return points @ tf.constant([[c, s], [-s, c]])
