# loses: tanh_loss_gradient
# A column minus a row is broadcast to a matrix.
import tensorflow as tf


def tanh_loss_gradient(W, x, y):
    W = tf.Variable(W)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum((tf.tanh(W @ x[:, None]) - y) ** 2)
    return tape.gradient(loss, W).numpy()
