# loses: descend_multi
# One step fewer: the point before the last update.
import tensorflow as tf


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0, dtype=tf.float32)
    for _ in range(steps - 1):
        with tf.GradientTape() as tape:
            y = f(x)
        x.assign_sub(eta * tape.gradient(y, x))
    return x.numpy()
