import tensorflow as tf


def derivative(f, x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x).numpy()


def partials(f, x, y):
    x, y = tf.Variable(x), tf.Variable(y)
    with tf.GradientTape(persistent=True) as tape:
        z = f(x, y)
    return tape.gradient(z, y).numpy(), tape.gradient(z, x).numpy()


def tanh_loss_gradient(W, x, y):
    W = tf.Variable(W)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(tf.tanh(tf.linalg.matvec(W, x)) - y))
    return tape.gradient(loss, W).numpy()


def second_derivative(f, t):
    t = tf.Variable(t)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            y = f(t)
        dy = inner.gradient(y, t)
    return outer.gradient(dy, t).numpy()


def chain(fs, x):
    value, slope = tf.constant(x), 1.0
    for f in fs:
        slope *= derivative(f, x)
        value = f(value)
    return value.numpy(), slope
