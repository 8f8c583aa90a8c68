# loses: do_update, descend_graph
# diagnosis: shifted
# do_update returns f after the step; descend_graph hands that on.
import tensorflow as tf


@tf.function
def do_update(x, eta):
    x.assign_sub(eta * (2.0 * x - 4.0))
    return x * x - 4.0 * x + 4.0
