# loses: descend_multi
# The gradient is scaled to length 1 first.
import tensorflow as tf


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0, dtype=tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        gradient = tape.gradient(y, x)
        x.assign_sub(eta * gradient / tf.norm(gradient))
    return x.numpy()
