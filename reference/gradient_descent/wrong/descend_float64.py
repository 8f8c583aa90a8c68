# loses: descend
# diagnosis: dtype
# The arrays are float64: lists of Python floats become that.
import numpy as np
import tensorflow as tf


def descend(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = x * x - 4.0 * x + 4.0
        x.assign_sub(eta * tape.gradient(y, x))
        xs.append(float(x))
        ys.append(float(y))
    return np.array(xs), np.array(ys)
