# loses: rotate
# R from the left: runs for two points only, and takes columns for points.
import math

import tensorflow as tf


def rotate(points, theta):
    c, s = math.cos(theta), math.sin(theta)
    return tf.constant([[c, -s], [s, c]]) @ points
