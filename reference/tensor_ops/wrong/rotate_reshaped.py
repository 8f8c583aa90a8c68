# loses: rotate
# diagnosis: rows_and_columns
# Reshaped where it should be transposed back.
import math

import tensorflow as tf


def rotate(points, theta):
    c, s = math.cos(theta), math.sin(theta)
    return tf.reshape(tf.constant([[c, -s], [s, c]]) @ tf.transpose(points), (-1, 2))
