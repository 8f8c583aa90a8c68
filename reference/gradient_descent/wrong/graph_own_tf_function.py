# loses: descend_graph
# descend_graph steps through a tf.function of its own, not through do_update.
import numpy as np
import tensorflow as tf


@tf.function
def another_update(x, eta):
    with tf.GradientTape() as tape:
        y = x * x - 4.0 * x + 4.0
    x.assign_sub(eta * tape.gradient(y, x))
    return y


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for _ in range(steps):
        ys.append(another_update(x, eta).numpy())
        xs.append(x.numpy())
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
