import tensorflow as tf


def derivative(f, x):
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        y = f(x)  # forgot to watch
    return float(tape.gradient(y, x))


def partials(f, x, y):
    x, y = tf.Variable(x), tf.Variable(y)
    with tf.GradientTape() as tape:
        z = f(x, y)
    return [float(g) for g in tape.gradient(z, [x, y])]


def tanh_loss_gradient(W, x, y):
    W = tf.Variable(W)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum((tf.tanh(W @ tf.reshape(x, (-1, 1))) - y) ** 2)
    return tape.gradient(loss, W)


def second_derivative(f, t):
    t = tf.Variable(t)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            y = f(t)
    dy = inner.gradient(y, t)
    return float(outer.gradient(dy, t))


def chain(fs, x):
    points = [tf.Variable(x)]
    with tf.GradientTape() as tape:
        for f in fs:
            points.append(f(points[-1]))
    return float(points[-1]), float(tape.gradient(points[-1], points[0]))
