# coding: latin-1
# Autora: María García, señal de vida
import tensorflow as tf


@tf.function
def derivative(f, x):
    x = tf.convert_to_tensor(x, dtype=tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


@tf.function
def partials(f, x, y):
    x = tf.convert_to_tensor(x, dtype=tf.float32)
    y = tf.convert_to_tensor(y, dtype=tf.float32)
    return tf.gradients(f(x, y), [x, y])


@tf.function
def tanh_loss_gradient(W, x, y):
    loss = tf.reduce_sum((tf.tanh(tf.linalg.matvec(W, x)) - y) ** 2)
    return tf.gradients(loss, W)[0]


def second_derivative(f, t):
    return derivative(lambda u: derivative(f, u), t)


def chain(fs, x):
    def together(u):
        for f in fs:
            u = f(u)
        return u

    return together(tf.constant(x)), derivative(together, x)
