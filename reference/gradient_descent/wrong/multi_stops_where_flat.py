# loses: descend_multi
# Stops before all steps are done, where the gradient is small.
import tensorflow as tf


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0, dtype=tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        gradient = tape.gradient(y, x)
        if tf.norm(gradient) < 1e-3:
            break
        x.assign_sub(eta * gradient)
    return x.numpy()
