# loses: descend_graph
# The Python body of do_update is called directly: no graph at all.
import numpy as np
import tensorflow as tf


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for _ in range(steps):
        ys.append(do_update.python_function(x, eta).numpy())
        xs.append(x.numpy())
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
