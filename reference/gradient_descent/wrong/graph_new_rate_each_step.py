# loses: descend_graph
# Each step passes another Python float, so that each step is traced.
import numpy as np
import tensorflow as tf


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for i in range(steps):
        ys.append(do_update(x, eta + 1e-12 * i).numpy())
        xs.append(x.numpy())
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
