# loses: scale
# diagnosis: dtype
# float64.
import numpy as np
import tensorflow as tf


def scale(points, horizontal, vertical):
    return points.numpy() @ np.diag([horizontal, vertical])
