# loses: descend_multi
# Stops as soon as the value rises.
import tensorflow as tf


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0, dtype=tf.float32)
    last = float("inf")
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        if y > last:
            break
        last = y
        x.assign_sub(eta * tape.gradient(y, x))
    return x.numpy()
