"""np.nditer, np.ndenumerate and np.ndindex; fast_add_relu in eager TensorFlow, which gives back a tensor."""

import numpy as np
import tensorflow as tf


def naive_relu(x):
    assert np.ndim(x) == 2
    z = np.zeros_like(x)
    for place, v in np.ndenumerate(x):
        if v > 0:
            z[place] = v
    return z


def naive_leaky_relu(x, alpha):
    assert np.ndim(x) == 2
    z = np.zeros_like(x)
    for place, v in np.ndenumerate(x):
        z[place] = v * alpha if v < 0.0 else v
    return z


def naive_add(x, y):
    assert np.ndim(x) == 2
    assert np.shape(x) == np.shape(y)
    z = np.empty_like(x)
    for place in np.ndindex(*x.shape):
        z[place] = x[place] + y[place]
    return z


def naive_multiply(x, y):
    assert np.ndim(x) == 2
    assert np.shape(x) == np.shape(y)
    z = np.empty_like(x)
    places = np.ndindex(x.shape)
    for a, b in np.nditer([x, y], order="C"):
        z[next(places)] = a * b
    return z


def naive_add_matrix_and_vector(x, y):
    assert np.ndim(x) == 2 and np.ndim(y) == 1
    assert np.size(y) == np.shape(x)[1]
    z = np.empty_like(x)
    for i, j in np.ndindex(x.shape):
        z[i, j] = x[i, j] + y[j]
    return z


def naive_vector_dot(x, y):
    assert np.ndim(x) == 1 and np.ndim(y) == 1
    assert np.size(x) == np.size(y)
    total = np.zeros(())
    for a, b in np.nditer([x, y]):
        total = total + a * b
    return total


def naive_matrix_vector_dot(x, y):
    assert np.ndim(x) == 2 and np.ndim(y) == 1
    assert np.size(y) == np.shape(x)[1]
    z = np.zeros(len(x))
    for (i, j), v in np.ndenumerate(x):
        z[i] += v * y[j]
    return z


def naive_matrix_dot(x, y):
    assert np.ndim(x) == 2 and np.ndim(y) == 2
    assert np.shape(x)[1] == np.shape(y)[0]
    z = np.zeros((len(x), len(y[0])))
    for i, j, k in np.ndindex(len(x), len(y[0]), len(y)):
        z[i, j] += x[i, k] * y[k, j]
    return z


def naive_transpose(x):
    assert np.ndim(x) == 2
    z = np.zeros((x.shape[1], x.shape[0]))
    for (i, j), v in np.ndenumerate(x):
        z[j, i] = v
    return z


def naive_reshape(x, shape):
    assert np.ndim(x) == 2
    assert shape[0] * shape[1] == np.size(x)
    z = np.empty(shape)
    for place, v in zip(np.ndindex(shape), np.nditer(x, order="C")):
        z[place] = v
    return z


def fast_add_relu(x, y):
    return tf.nn.relu(tf.add(x, y))
