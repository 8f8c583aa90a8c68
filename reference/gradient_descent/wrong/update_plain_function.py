# loses: do_update
# do_update is a plain function: the decorator is missing.
import tensorflow as tf


def do_update(x, eta):
    with tf.GradientTape() as tape:
        y = x * x - 4.0 * x + 4.0
    x.assign_sub(eta * tape.gradient(y, x))
    return y
