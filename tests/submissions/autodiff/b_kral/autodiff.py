import tensorflow as tf

H = 0.001


def derivative(f, x):
    return float(f(tf.constant(x + H)) - f(tf.constant(x - H))) / (2 * H)


def partials(f, x, y):
    return (
        derivative(lambda u: f(u, tf.constant(y)), x),
        derivative(lambda u: f(tf.constant(x), u), y),
    )


def tanh_loss_gradient(W, x, y):
    W = tf.Variable(W)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.square(tf.tanh(tf.linalg.matvec(W, x)) - y))
    return tape.gradient(loss, W).numpy()


def second_derivative(f, t):
    return derivative(lambda u: derivative(f, float(u)), t)


def chain(fs, x):
    value = tf.constant(x)
    slope = 1.0
    for f in fs:
        slope *= derivative(f, float(value))
        value = f(value)
    return float(value), slope
