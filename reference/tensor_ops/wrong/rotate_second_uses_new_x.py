# loses: rotate
# The new y is computed from the new x.
import math

import tensorflow as tf


def rotate(points, theta):
    x, y = points[:, 0], points[:, 1]
    x = math.cos(theta) * x - math.sin(theta) * y
    y = math.sin(theta) * x + math.cos(theta) * y
    return tf.stack([x, y], axis=1)
