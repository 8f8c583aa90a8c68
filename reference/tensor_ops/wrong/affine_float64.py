# loses: affine
# diagnosis: dtype
# float64.
import numpy as np
import tensorflow as tf


def affine(points, W, b):
    return points.numpy().astype(np.float64) @ W.numpy().T + b.numpy()
