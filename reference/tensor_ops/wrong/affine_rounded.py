# loses: affine
# diagnosis: rounded
# Rounded to three digits.
import numpy as np
import tensorflow as tf


def affine(points, W, b):
    return np.round((points @ tf.transpose(W) + b).numpy(), 3)
