# loses: rotate
# diagnosis: float16
# Half precision.
import math

import tensorflow as tf


def rotate(points, theta):
    c, s = math.cos(theta), math.sin(theta)
    return tf.cast(tf.cast(points, tf.float16) @ tf.constant([[c, s], [-s, c]], tf.float16), tf.float32)
