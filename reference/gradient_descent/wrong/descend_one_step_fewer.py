# loses: descend
# diagnosis: last_missing
# One step fewer; the last place of each array stays empty.
import numpy as np
import tensorflow as tf


def descend(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = np.zeros(steps, dtype=np.float32), np.zeros(steps, dtype=np.float32)
    for i in range(steps - 1):
        with tf.GradientTape() as tape:
            y = x * x - 4.0 * x + 4.0
        x.assign_sub(eta * tape.gradient(y, x))
        xs[i], ys[i] = x.numpy(), y.numpy()
    return xs, ys
