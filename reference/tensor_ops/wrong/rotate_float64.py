# loses: rotate
# diagnosis: dtype
# float64 in, float64 out.
import numpy as np
import tensorflow as tf


def rotate(points, theta):
    c, s = np.cos(theta), np.sin(theta)
    return points.numpy() @ np.array([[c, s], [-s, c]])
