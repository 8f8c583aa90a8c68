# keras.ops and a Dense layer; parts use one another; the last one goes through homogeneous coordinates.
import keras
import numpy as np
import tensorflow as tf
from keras import ops


def add_as_float(a, b):
    return ops.add(ops.cast(b, "float32"), a)


def count_greater(a, threshold):
    return ops.sum(ops.where(a > threshold, 1.0, 0.0))


def column_maxima(a):
    return ops.max(a, axis=0)


def row_argmax(a):
    return ops.cast(ops.argmax(a, axis=-1), "int64")


def running_total(increments):
    total = tf.Variable(0.0, trainable=False)
    out = np.zeros(len(increments), dtype=np.float32)
    for i, step in enumerate(increments):
        total.assign_add(step)
        out[i] = total
    return out


def tile_rows(y, n):
    return ops.repeat(y[None], n, axis=0)


def rotate(points, theta):
    turn = ops.convert_to_tensor([[np.cos(theta), -np.sin(theta)], [np.sin(theta), np.cos(theta)]], "float32")
    return affine(points, turn, tf.zeros(2))


def scale(points, horizontal, vertical):
    return affine(points, tf.linalg.diag([horizontal, vertical]), tf.zeros(2))


def affine(points, W, b):
    layer = keras.layers.Dense(W.shape[0])
    layer.build(points.shape)
    layer.set_weights([np.asarray(W).T, np.asarray(b)])
    return layer(points)


def homogeneous(W, b):
    m, d = W.shape
    matrix = np.zeros((m + 1, d + 1), np.float32)
    matrix[:m, :d], matrix[:m, d], matrix[m, d] = W, b, 1.0
    return matrix


def collapse_affine(W1, b1, W2, b2):
    both = homogeneous(W2, b2) @ homogeneous(W1, b1)
    return both[:-1, :-1], both[:-1, -1]
