# loses: do_update, descend_graph
# do_update returns the new x instead of f(x).
import tensorflow as tf


@tf.function
def do_update(x, eta):
    x.assign_sub(eta * (2.0 * x - 4.0))
    return x.read_value()
