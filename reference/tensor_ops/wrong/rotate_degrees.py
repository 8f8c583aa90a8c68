# loses: rotate
# diagnosis: degrees
# theta is taken for degrees.
import math

import tensorflow as tf


def rotate(points, theta):
    c, s = math.cos(math.radians(theta)), math.sin(math.radians(theta))
    return points @ tf.constant([[c, s], [-s, c]])
