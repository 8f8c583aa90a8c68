"""Homework 1, Jan Novak."""
import numpy as np
import tensorflow as tf


def f(x):
    return tf.square(x) - 4.0 * x + 4.0


def descend(x0=10.0, eta=0.1, steps=50):
    x, eta = np.float32(x0), np.float32(eta)
    xs = np.zeros(steps, dtype=np.float32)
    ys = np.zeros(steps, dtype=np.float32)
    for i in range(steps):
        ys[i] = x * x - 4 * x + 4
        x = x - eta * (2 * x - 4)
        xs[i] = x
    return xs, ys


def update(x, eta):
    with tf.GradientTape() as tape:
        y = f(x)
    x.assign_add(-eta * tape.gradient(y, x))
    return y


do_update = tf.function(update)


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for step in range(steps):
        y = do_update(x, eta)
        xs.append(x.numpy())
        ys.append(y.numpy())
    return np.array(xs), np.array(ys)


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0)
    sgd = tf.keras.optimizers.get("sgd")
    sgd.learning_rate = eta
    xs, ys = [], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        sgd.apply(tape.gradient(y, [x]), [x])
        xs.append(tf.identity(x))
        ys.append(y)
    return tf.stack(xs), tf.stack(ys)


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0, dtype=tf.float32)
    for step in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        x.assign_sub(eta * tape.gradient(y, x))
    return x.numpy()


def diverges(eta, x0=10.0, steps=50):
    return abs(1 - 2 * eta) > 1


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1])
    for epoch in range(epochs):
        for x_i, y_i in zip(X, y):
            w = w - eta * (w @ x_i - y_i) * x_i
    return w


if __name__ == "__main__":
    xs, ys = descend()
    print(xs[41], xs[44], ys[43])
