import math
import numpy as np
import tensorflow as tf


def add_as_float(a, b):
    return a + tf.cast(b, dtype=tf.float32)


def count_greater(a, threshold):
    mask = a > threshold
    return tf.reduce_sum(tf.cast(mask, tf.float32))


def column_maxima(a):
    return tf.reduce_max(a, axis=0)


def row_argmax(a):
    return tf.argmax(a, axis=1)


def running_total(increments):
    total = tf.Variable(0.0)
    result = []
    for inc in increments:
        total.assign_add(inc)
        result.append(total.numpy())
    return np.array(result)


def tile_rows(y, n):
    return tf.stack([y] * n, axis=0)


def rotate(points, theta):
    R = tf.constant([[math.cos(theta), -math.sin(theta)], [math.sin(theta), math.cos(theta)]])
    return tf.matmul(points, R, transpose_b=True)


def scale(points, horizontal, vertical):
    S = tf.constant([[horizontal, 0.0], [0.0, vertical]])
    return tf.matmul(points, S)


def affine(points, W, b):
    return tf.matmul(points, tf.transpose(W)) + b


def collapse_affine(W1, b1, W2, b2):
    W = tf.matmul(W2, W1)
    b = tf.linalg.matvec(W2, b1) + b2
    return W, b
