# loses: rotate
# diagnosis: transposed
# The result has shape (2, n).
import math

import tensorflow as tf


def rotate(points, theta):
    c, s = math.cos(theta), math.sin(theta)
    return tf.constant([[c, -s], [s, c]]) @ tf.transpose(points)
