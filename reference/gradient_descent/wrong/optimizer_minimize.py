# loses: descend_optimizer
# minimize, which Keras 3 does not have.
import numpy as np
import tensorflow as tf


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    optimizer = tf.keras.optimizers.SGD(eta)
    xs, ys = [], []
    for _ in range(steps):
        ys.append((x * x - 4.0 * x + 4.0).numpy())
        optimizer.minimize(lambda: x * x - 4.0 * x + 4.0, [x])
        xs.append(x.numpy())
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
