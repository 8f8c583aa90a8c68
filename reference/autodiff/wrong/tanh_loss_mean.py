# loses: tanh_loss_gradient
# diagnosis: mean_not_sum, scaled
# The mean of the squares instead of their sum.
import tensorflow as tf


def tanh_loss_gradient(W, x, y):
    W = tf.Variable(W)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((tf.tanh(tf.linalg.matvec(W, x)) - y) ** 2)
    return tape.gradient(loss, W).numpy()
