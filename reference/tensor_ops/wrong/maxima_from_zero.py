# loses: column_maxima
# diagnosis: clipped
# The search starts at zero, so that negative columns get 0.
import tensorflow as tf


def column_maxima(a):
    best = tf.zeros(a.shape[1])
    for row in a:
        best = tf.maximum(best, row)
    return best
