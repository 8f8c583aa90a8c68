# One persistent tape a computation, tf.Variables everywhere, 0-d tensors and lists as results.
import tensorflow as tf


def derivative(f, x):
    x = tf.Variable(x, dtype=tf.float32)
    with tf.GradientTape(persistent=True) as tape:
        y = f(x)
    return tape.gradient(y, x)


def partials(f, x, y):
    x = tf.Variable(x, dtype=tf.float32)
    y = tf.Variable(y, dtype=tf.float32)
    with tf.GradientTape(persistent=True) as tape:
        z = f(x, y)
    dfdx = tape.gradient(z, x)
    dfdy = tape.gradient(z, y)
    return [dfdx, dfdy]


def tanh_loss_gradient(W, x, y):
    W = tf.Variable(W)
    with tf.GradientTape() as tape:
        a = tf.reshape(tf.matmul(W, tf.reshape(x, (-1, 1))), [-1])
        loss = tf.reduce_sum(tf.square(tf.tanh(a) - y))
    return tape.gradient(loss, W)


def second_derivative(f, t):
    t = tf.Variable(t, dtype=tf.float32)
    with tf.GradientTape(persistent=True) as tape:
        y = f(t)
        v = tape.gradient(y, t)
    return tape.gradient(v, t)


def chain(fs, x):
    points = [tf.Variable(x, dtype=tf.float32)]
    with tf.GradientTape(persistent=True) as tape:
        for f in fs:
            points.append(f(points[-1]))
    slope = tf.constant(1.0)
    for before, after in zip(points[:-1], points[1:]):
        slope = tape.gradient(after, before) * slope
    return [points[-1], slope]
