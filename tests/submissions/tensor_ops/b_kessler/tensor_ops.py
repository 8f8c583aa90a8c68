import numpy as np


def as64(t):
    return np.asarray(t).astype(np.float64)


def add_as_float(a, b):
    return (as64(a) + as64(b)).astype(np.float32)


def count_greater(a, threshold):
    return np.float32(np.count_nonzero(as64(a) > threshold))


def column_maxima(a):
    return np.sort(as64(a), axis=0)[-1].astype("float32")


def row_argmax(a):
    return np.array([row.tolist().index(max(row)) for row in as64(a)], dtype=np.int64)


def running_total(increments):
    return np.cumsum(increments).astype(np.float32)


def tile_rows(y, n):
    return np.outer(np.ones(n), as64(y)).astype(np.float32)


def rotate(points, theta):
    turned = (as64(points) @ [1, 1j]) * np.exp(1j * theta)
    return np.stack([turned.real, turned.imag], axis=1).astype(np.float32)


def scale(points, horizontal, vertical):
    return (as64(points) @ np.diag([horizontal, vertical])).astype(np.float32)


def affine(points, W, b):
    return np.einsum("nd,md->nm", as64(points), as64(W)).astype(np.float32) + np.asarray(b)


def collapse_affine(W1, b1, W2, b2):
    # Where the unit vectors and the origin go tells everything about an affine map.
    d = W1.shape[1]
    corners = np.vstack([np.zeros(d), np.eye(d)])
    image = (corners @ as64(W1).T + as64(b1)) @ as64(W2).T + as64(b2)
    return [(image[1:] - image[0]).T.astype(np.float32), image[0].astype(np.float32)]
