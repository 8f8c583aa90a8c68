# loses: descend_graph
# do_update is called on a second variable that nobody looks at.
import numpy as np
import tensorflow as tf


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x, other = tf.Variable(x0, dtype=tf.float32), tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for _ in range(steps):
        do_update(other, eta)
        ys.append((x * x - 4.0 * x + 4.0).numpy())
        x.assign_sub(eta * (2.0 * x - 4.0))
        xs.append(x.numpy())
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
