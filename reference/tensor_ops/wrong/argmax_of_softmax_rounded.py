# loses: row_argmax
# Probabilities to three digits, so that close ones tie.
import numpy as np
import tensorflow as tf


def row_argmax(a):
    return np.argmax(np.round(tf.nn.softmax(a).numpy(), 3), axis=1)
