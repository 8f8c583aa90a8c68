"""(x - 2)**2 throughout, lists with tf.stack, do_update without a decorator, keras.optimizers.get("sgd")."""
import keras
import numpy as np
import tensorflow as tf


def descend(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    rate = tf.constant(eta)
    xs, ys = [], []
    while len(xs) < steps:
        with tf.GradientTape(persistent=True) as tape:
            y = tf.square(x - 2.0)
        x.assign_sub(rate * tape.gradient(y, x))
        xs.append(tf.identity(x))
        ys.append(y)
    return tf.stack(xs), tf.stack(ys)


def step(x, eta):
    y = tf.square(x - 2.0)
    x.assign_sub(2.0 * eta * (x - 2.0))
    return y


do_update = tf.function(step)


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    rate = tf.constant(eta)
    xs, ys = [], []
    while len(xs) < steps:
        ys.append(do_update(x, rate))
        xs.append(tf.identity(x))
    return tf.stack(xs), tf.stack(ys)


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    optimizer = keras.optimizers.get("sgd")
    optimizer.learning_rate = eta
    xs, ys = [], []
    while len(xs) < steps:
        with tf.GradientTape() as tape:
            y = tf.square(x - 2.0)
        optimizer.apply(tape.gradient(y, [x]), [x])
        xs.append(tf.identity(x))
        ys.append(y)
    return tf.stack(xs), tf.stack(ys)


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(tf.convert_to_tensor(x))
        x.assign(x - tf.constant(eta) * tape.gradient(y, x))
    return x


def diverges(eta, x0=10.0, steps=50):
    if 0.0 <= eta <= 1.0:
        return False
    return True


def sgd_linear(X, y, eta, epochs):
    w = np.zeros_like(X[0])
    order = np.tile(np.arange(len(X)), epochs)
    for i in order:
        w = w + eta * (y[i] - np.sum(w * X[i])) * X[i]
    return w
