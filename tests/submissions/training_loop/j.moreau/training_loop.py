import numpy as np
import tensorflow as tf
from tensorflow import keras


def batches(x, y, batch_size):
    for i in range(0, len(x), batch_size):
        yield x[i:i + batch_size], y[i:i + batch_size]


def split(x, y, validation_fraction, seed):
    rng = np.random.default_rng(seed)
    idx = rng.permutation(len(x))
    n_val = int(validation_fraction * len(x))
    val_idx, train_idx = idx[:n_val], idx[n_val:]
    return x[train_idx], y[train_idx], x[val_idx], y[val_idx]


def crossentropy(y_true, y_pred):
    y_pred = np.clip(y_pred, 1e-7, 1.0)
    return -np.mean(np.log(y_pred[np.arange(len(y_true)), y_true]))


def sgd_step(w, g, eta):
    return w - eta * g


def momentum_step(w, v, g, eta, beta):
    v_new = beta * v - eta * g
    return w + v_new, v_new


def adagrad_step(w, s, g, eta, eps):
    s_new = s + g ** 2
    return w - eta * g / (np.sqrt(s_new) + eps), s_new


def rmsprop_step(w, s, g, eta, rho, eps):
    s_new = rho * s + (1 - rho) * g ** 2
    return w - eta * g / (np.sqrt(s_new) + eps), s_new


adadelta_step(1)
