# loses: descend_graph
# diagnosis: before_update
# The points are those before each update.
import numpy as np
import tensorflow as tf


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for _ in range(steps):
        xs.append(x.numpy())
        ys.append(do_update(x, eta).numpy())
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
