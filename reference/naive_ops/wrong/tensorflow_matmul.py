# loses: naive_matrix_dot
# The product is TensorFlow's.
import tensorflow as tf


def naive_matrix_dot(x, y):
    assert x.ndim == 2 and y.ndim == 2
    assert x.shape[1] == y.shape[0]
    return tf.matmul(x, y).numpy()
