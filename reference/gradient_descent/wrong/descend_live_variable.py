# loses: descend
# diagnosis: constant
# The live variable is collected instead of its values: all points are the last one.
import tensorflow as tf


def descend(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = x * x - 4.0 * x + 4.0
        x.assign_sub(eta * tape.gradient(y, x))
        xs.append(x)
        ys.append(y)
    return tf.stack(xs), tf.stack(ys)
