# Plain Python lists and loops; tensors only at the doors.
import math

import tensorflow as tf


def add_as_float(a: tf.Tensor, b: tf.Tensor) -> tf.Tensor:
    return tf.add(tf.constant(a.numpy().tolist(), dtype=tf.float32), tf.constant(b.numpy().tolist(), dtype=tf.float32))


def count_greater(a: tf.Tensor, threshold: float) -> float:
    values = tf.reshape(a, [-1]).numpy().tolist()
    return float(sum(1 for value in values if value > threshold))


def column_maxima(a):
    return tf.constant([max(column) for column in zip(*a.numpy().tolist())])


def row_argmax(a):
    return tf.constant([max(range(len(row)), key=row.__getitem__) for row in a.numpy().tolist()], tf.int64)


def running_total(increments):
    totals, total = [], 0.0
    for increment in increments:
        totals.append(total := total + increment)
    return tf.constant(totals)


def tile_rows(y, n):
    return tf.constant([y.numpy().tolist()] * n)


def rotate(points, theta):
    return tf.constant(
        [
            [x * math.cos(theta) - y * math.sin(theta), x * math.sin(theta) + y * math.cos(theta)]
            for x, y in points.numpy().tolist()
        ]
    )


def scale(points, horizontal, vertical):
    return tf.constant([(x * horizontal, y * vertical) for x, y in points.numpy().tolist()])


def affine(points, W, b):
    return tf.constant(
        [
            [math.fsum(map(float.__mul__, row, p)) + shift for row, shift in zip(W.numpy().tolist(), b.numpy().tolist())]
            for p in points.numpy().tolist()
        ]
    )


def collapse_affine(W1, b1, W2, b2):
    W1, b1, W2, b2 = (t.numpy().tolist() for t in (W1, b1, W2, b2))
    W = [[math.fsum(w * row[j] for w, row in zip(outer, W1)) for j in range(len(W1[0]))] for outer in W2]
    b = [math.fsum(w * shift for w, shift in zip(outer, b1)) + own for outer, own in zip(W2, b2)]
    return tf.constant(W), tf.constant(b)
