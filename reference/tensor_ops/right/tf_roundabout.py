# float64 inside in TensorFlow, maps over rows, scans, Variables returned, seeds and prints at the top.
import tensorflow as tf

tf.random.set_seed(1)
print("tensor operations")
f64 = tf.float64


def add_as_float(a, b):
    return tf.cast(tf.cast(a, f64) + tf.cast(b, f64), tf.float32)


def count_greater(a, threshold):
    return tf.cast(tf.shape(tf.boolean_mask(a, a > threshold))[0], tf.float32)


def column_maxima(a):
    return -tf.reduce_min(-a, 0)


def row_argmax(a):
    return tf.map_fn(lambda row: tf.where(row == tf.reduce_max(row))[0, 0], a, fn_output_signature=tf.int64)


def running_total(increments):
    totals = tf.Variable(tf.zeros(len(increments)))
    total = tf.Variable(0.0)
    for i in range(len(increments)):
        totals[i].assign(total.assign_add(increments[i]))
    return totals


def tile_rows(y, n):
    return tf.zeros([n, 1]) + y


def rotate(points, theta):
    z = tf.complex(points[:, 0], points[:, 1]) * tf.exp(tf.complex(0.0, theta))
    return tf.concat([tf.math.real(z)[:, None], tf.math.imag(z)[:, None]], axis=1)


def scale(points, horizontal, vertical):
    return tf.linalg.matmul(tf.cast(points, f64), tf.linalg.diag(tf.constant([horizontal, vertical], f64))).numpy().astype("f4")


def affine(points, W, b):
    return tf.vectorized_map(lambda p: tf.linalg.matvec(W, p) + b, points)


def collapse_affine(W1, b1, W2, b2):
    W = tf.tensordot(tf.cast(W2, f64), tf.cast(W1, f64), 1)
    b = tf.reduce_sum(tf.cast(W2, f64) * tf.cast(b1, f64), axis=1) + tf.cast(b2, f64)
    return [tf.cast(W, tf.float32), tf.cast(b, tf.float32)]
