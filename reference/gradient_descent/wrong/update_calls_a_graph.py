# loses: do_update
# do_update is a plain function around a tf.function of another name.
import tensorflow as tf


@tf.function
def hidden_update(x, eta):
    y = x * x - 4.0 * x + 4.0
    x.assign_sub(eta * (2.0 * x - 4.0))
    return y


def do_update(x, eta):
    return hidden_update(x, eta)
