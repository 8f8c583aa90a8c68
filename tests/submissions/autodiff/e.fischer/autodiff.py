import tensorflow as tf


def derivative(f, x):
    x = tf.constant(x)
    with tf.GradientTape() as tape
        tape.watch(x)
        y = f(x)
    return float(tape.gradient(y, x))
