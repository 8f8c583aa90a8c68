# loses: descend_multi
# Finite differences in float32 instead of a derivative.
import numpy as np
import tensorflow as tf


def descend_multi(f, x0, eta, steps):
    x, h = np.array(x0, dtype=np.float32), np.float32(1e-2)
    for _ in range(steps):
        gradient = np.zeros_like(x)
        for i in range(len(x)):
            e = np.zeros_like(x)
            e[i] = h
            gradient[i] = (float(f(tf.constant(x + e))) - float(f(tf.constant(x - e)))) / (2 * h)
        x = x - np.float32(eta) * gradient
    return x
