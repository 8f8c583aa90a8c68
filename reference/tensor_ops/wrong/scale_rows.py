# loses: scale
# The rows are scaled, which runs for two points only.
import tensorflow as tf


def scale(points, horizontal, vertical):
    return tf.constant([[horizontal, 0.0], [0.0, vertical]]) @ points
