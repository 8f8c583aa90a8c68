# loses: descend_multi
# Returns the lowest point on the way, not the last one.
import tensorflow as tf


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0, dtype=tf.float32)
    best, lowest = x.numpy(), float(f(x))
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        x.assign_sub(eta * tape.gradient(y, x))
        if float(f(x)) < lowest:
            best, lowest = x.numpy(), float(f(x))
    return best
