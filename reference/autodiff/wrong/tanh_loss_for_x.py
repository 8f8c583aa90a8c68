# loses: tanh_loss_gradient
# The gradient for x, repeated to the shape of W.
import numpy as np
import tensorflow as tf


def tanh_loss_gradient(W, x, y):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum((tf.tanh(tf.linalg.matvec(W, x)) - y) ** 2)
    return np.tile(tape.gradient(loss, x).numpy(), (len(W), 1))
