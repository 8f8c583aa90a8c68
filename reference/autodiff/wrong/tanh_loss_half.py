# loses: tanh_loss_gradient
# diagnosis: scaled
# Half of the squared length.
import tensorflow as tf


def tanh_loss_gradient(W, x, y):
    W = tf.Variable(W)
    with tf.GradientTape() as tape:
        loss = 0.5 * tf.reduce_sum((tf.tanh(tf.linalg.matvec(W, x)) - y) ** 2)
    return tape.gradient(loss, W).numpy()
