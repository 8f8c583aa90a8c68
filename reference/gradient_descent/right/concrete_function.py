"""do_update compiled by XLA, its concrete function called in the loop; SGD made from a config; ys computed apart."""
import math

import keras
import numpy as np
import tensorflow as tf


def descend(x0=10.0, eta=0.1, steps=50):
    """By the closed form: the distance to 2 shrinks by the factor 1 - 2 eta in each step."""
    k = np.arange(steps + 1)
    x = 2.0 + (x0 - 2.0) * (1.0 - 2.0 * eta) ** k
    return x[1:].astype(np.float32), ((x[:-1] - 2.0) ** 2).astype(np.float32)


@tf.function(jit_compile=True)
def do_update(x, eta):
    with tf.GradientTape() as tape:
        y = x**2 - 4 * x + 4
    x.assign_sub(tape.gradient(y, x) * eta)
    return y


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    rate = tf.constant(eta, dtype=tf.float32)
    run = do_update.get_concrete_function(x, rate)
    xs = np.zeros(steps + 1, dtype=np.float32)
    xs[0] = x0
    for i in range(steps):
        run(x, rate)
        xs[i + 1] = x.numpy()
    starts = xs[:-1]
    return xs[1:], starts * starts - 4 * starts + 4


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    optimizer = keras.optimizers.get({"class_name": "SGD", "config": {"learning_rate": eta}})
    x = keras.Variable(x0, dtype="float32")
    xs, ys = np.empty(steps, "float32"), np.empty(steps, "float32")
    for i in range(steps):
        with tf.GradientTape() as tape:
            y = x * x - 4.0 * x + 4.0
        optimizer.apply([tape.gradient(y, x.value)], [x])
        xs[i], ys[i] = float(x.value), float(y)
    return xs, ys


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0)

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            y = f(x)
        x.assign_sub(eta * tape.gradient(y, x))

    for _ in range(steps):
        step()
    return np.array(x)


def diverges(eta, x0=10.0, steps=50):
    distance = abs(x0 - 2.0) * abs(1.0 - 2.0 * eta) ** steps
    return math.isinf(distance) or math.isnan(distance) or distance > abs(x0 - 2.0)


def sgd_linear(X, y, eta, epochs):
    w = np.zeros((X.shape[1], 1))
    for _ in range(epochs):
        for i in range(X.shape[0]):
            row = X[i : i + 1]
            w -= eta * row.T @ (row @ w - y[i])
    return w[:, 0]
