# loses: descend_multi
# The gradient of the start is used in every step.
import tensorflow as tf


def descend_multi(f, x0, eta, steps):
    x = tf.constant(x0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return (x - steps * eta * tape.gradient(y, x)).numpy()
