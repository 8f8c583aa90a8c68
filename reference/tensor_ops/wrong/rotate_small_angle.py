# loses: rotate
# sin by the root of 1 - cos², which is never negative.
import math

import tensorflow as tf


def rotate(points, theta):
    c = math.cos(theta)
    s = math.sqrt(1 - c * c)
    return points @ tf.constant([[c, s], [-s, c]])
