# loses: rotate
# The angle goes through degrees with pi as 3.14.
import math

import tensorflow as tf


def rotate(points, theta):
    degrees = theta * 180 / 3.14
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return points @ tf.constant([[c, s], [-s, c]])
