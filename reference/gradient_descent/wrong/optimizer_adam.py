# loses: descend_optimizer
# Adam instead of SGD.
import numpy as np
import tensorflow as tf


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    optimizer = tf.keras.optimizers.Adam(eta)
    xs, ys = [], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = x * x - 4.0 * x + 4.0
        optimizer.apply([tape.gradient(y, x)], [x])
        xs.append(x.numpy())
        ys.append(y.numpy())
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
