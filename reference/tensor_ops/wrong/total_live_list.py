# loses: running_total
# diagnosis: constant
# A list of the same live variable, n times.
import numpy as np
import tensorflow as tf


def running_total(increments):
    total = tf.Variable(0.0)
    values = []
    for increment in increments:
        total.assign_add(increment)
        values.append(total)
    return np.array([float(value) for value in values], dtype=np.float32)
