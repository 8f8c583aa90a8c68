# loses: rotate
# diagnosis: turned_back
# R is not transposed: points @ R turns clockwise.
import math

import tensorflow as tf


def rotate(points, theta):
    c, s = math.cos(theta), math.sin(theta)
    return points @ tf.constant([[c, -s], [s, c]])
