# loses: descend_multi
# diagnosis: argument_changed
# The array x0 itself is moved.
import numpy as np
import tensorflow as tf


def descend_multi(f, x0, eta, steps):
    for _ in range(steps):
        x = tf.Variable(x0)
        with tf.GradientTape() as tape:
            y = f(x)
        x0 -= np.float32(eta) * tape.gradient(y, x).numpy()
    return x0
