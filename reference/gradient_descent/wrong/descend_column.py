# loses: descend
# diagnosis: extra_axis
# The variable has shape (1,), so the arrays have shape (steps, 1).
import numpy as np
import tensorflow as tf


def descend(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable([x0], dtype=tf.float32)
    xs, ys = [], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = x * x - 4.0 * x + 4.0
        x.assign_sub(eta * tape.gradient(y, x))
        xs.append(x.numpy())
        ys.append(y.numpy())
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
