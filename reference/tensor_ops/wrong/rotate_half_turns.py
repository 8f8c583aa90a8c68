# loses: rotate
# theta modulo pi.
import math

import tensorflow as tf


def rotate(points, theta):
    c, s = math.cos(theta % math.pi), math.sin(theta % math.pi)
    return points @ tf.constant([[c, s], [-s, c]])
