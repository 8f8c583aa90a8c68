# loses: descend_graph
# The Python body of do_update in a tf.function of its own: do_update itself takes no step.
import numpy as np
import tensorflow as tf


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    step = tf.function(do_update.python_function)
    xs, ys = [], []
    for _ in range(steps):
        ys.append(step(x, eta).numpy())
        xs.append(x.numpy())
    return np.array(xs), np.array(ys)
