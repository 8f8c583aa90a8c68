# Every part runs as a compiled graph, most of them through XLA.
import tensorflow as tf


@tf.function(jit_compile=True)
def add_as_float(a, b):
    return tf.add(a, tf.cast(b, a.dtype))


@tf.function
def count_greater(a, threshold):
    return tf.math.count_nonzero(tf.greater(a, threshold), dtype=tf.float32)


@tf.function(jit_compile=True)
def column_maxima(a):
    return tf.reduce_max(tf.transpose(a), axis=-1)


@tf.function
def row_argmax(a):
    return tf.math.argmax(a, axis=-1, output_type=tf.int64)


def running_total(increments):
    total = tf.Variable(0.0)
    history = tf.TensorArray(tf.float32, size=len(increments))
    for i, increment in enumerate(increments):
        history = history.write(i, total.assign_add(increment))
    return history.stack()


@tf.function
def tile_rows(y, n):
    return tf.broadcast_to(y, [n, tf.shape(y)[0]])


@tf.function(jit_compile=True)
def rotate(points, theta):
    x, y = tf.unstack(points, axis=1)
    c, s = tf.cos(theta), tf.sin(theta)
    return tf.stack([c * x - s * y, s * x + c * y], axis=1)


@tf.function(jit_compile=True)
def scale(points, horizontal, vertical):
    return points * tf.stack([horizontal, vertical])


@tf.function(jit_compile=True)
def affine(points, W, b):
    return tf.matmul(points, W, transpose_b=True) + b


@tf.function(jit_compile=True)
def collapse_affine(W1, b1, W2, b2):
    return tf.matmul(W2, W1), tf.squeeze(tf.matmul(W2, b1[:, None]), 1) + b2
