# loses: do_update, descend_graph
# diagnosis: constant
# do_update computes the step but leaves the variable where it is.
import tensorflow as tf


@tf.function
def do_update(x, eta):
    with tf.GradientTape() as tape:
        y = x * x - 4.0 * x + 4.0
    moved = x - eta * tape.gradient(y, x)
    return y
