# loses: descend, do_update, descend_graph, descend_optimizer, descend_multi, diverges, sgd_linear
# diagnosis: zeros, constant
# Right shapes and types, all zeros, and always False.
import numpy as np
import tensorflow as tf


def descend(x0=10.0, eta=0.1, steps=50):
    return np.zeros(steps, dtype=np.float32), np.zeros(steps, dtype=np.float32)


@tf.function
def do_update(x, eta):
    return tf.constant(0.0)


descend_graph = descend_optimizer = descend


def descend_multi(f, x0, eta, steps):
    return np.zeros_like(x0)


def diverges(eta, x0=10.0, steps=50):
    return False


def sgd_linear(X, y, eta, epochs):
    return np.zeros(X.shape[1])
