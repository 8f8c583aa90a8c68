# loses: descend
# diagnosis: before_update
# The points are those before each update.
import numpy as np
import tensorflow as tf


def descend(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = x * x - 4.0 * x + 4.0
        xs.append(x.numpy())
        x.assign_sub(eta * tape.gradient(y, x))
        ys.append(y.numpy())
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
