# loses: descend_multi
# Uphill instead of downhill.
import tensorflow as tf


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0, dtype=tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        x.assign_add(eta * tape.gradient(y, x))
    return x.numpy()
