# loses: do_update, descend_graph
# The learning rate is a global constant; the argument is not used.
import tensorflow as tf

RATE = 0.1


@tf.function
def do_update(x, eta):
    with tf.GradientTape() as tape:
        y = x * x - 4.0 * x + 4.0
    x.assign_sub(RATE * tape.gradient(y, x))
    return y
