# loses: descend_graph
# Only the first step goes through do_update, the others are made by hand.
import numpy as np
import tensorflow as tf


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    ys = [do_update(x, eta).numpy()]
    xs = [x.numpy()]
    for _ in range(steps - 1):
        ys.append((x * x - 4.0 * x + 4.0).numpy())
        x.assign_sub(eta * (2.0 * x - 4.0))
        xs.append(x.numpy())
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
