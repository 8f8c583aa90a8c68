"""A decorator checks the ranks, a class does the counting, while loops; fast_add_relu is a tf.function."""

from __future__ import annotations

import functools

import numpy as np
import tensorflow as tf


def ranks(*wanted: int):
    """Raise ValueError unless the first arguments have these ranks."""

    def decorate(function):
        @functools.wraps(function)
        def checked(x, *more):
            for array, rank in zip((x, *more), wanted):
                if array.ndim != rank:
                    raise ValueError(f"{function.__name__}: rank {rank} expected")
            return function(x, *more)

        return checked

    return decorate


class Odometer:
    """Counts places row by row."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns, self.i, self.j = rows, columns, 0, 0

    def __iter__(self):
        return self

    def __next__(self) -> tuple[int, int]:
        if self.i >= self.rows:
            raise StopIteration
        place = self.i, self.j
        self.j += 1
        if self.j >= self.columns:
            self.i, self.j = self.i + 1, 0
        return place


@ranks(2)
def naive_relu(x: np.ndarray) -> np.ndarray:
    z = x.copy()
    i = 0
    while i < z.shape[0]:
        j = 0
        while j < z.shape[1]:
            z[i, j] = (z[i, j] > 0) * z[i, j]
            j += 1
        i += 1
    return z


def naive_leaky_relu(x: np.ndarray, alpha: float) -> np.ndarray:
    if x.ndim != 2:
        raise ValueError("naive_leaky_relu: rank 2 expected")
    z = x.copy()
    for place in Odometer(*x.shape):
        z[place] = sorted([alpha * x[place], x[place]])[-1]
    return z


@ranks(2, 2)
def naive_add(x, y):
    if x.shape != y.shape:
        raise ValueError("shapes differ")
    z = np.array(x)
    for place in Odometer(*x.shape):
        z[place] += y[place]
    return z


@ranks(2, 2)
def naive_multiply(x, y):
    if x.shape != y.shape:
        raise ValueError("shapes differ")
    z = np.array(x, copy=True)
    for place in Odometer(*x.shape):
        z[place] *= y[place]
    return z


@ranks(2, 1)
def naive_add_matrix_and_vector(x, y):
    if x.shape[1:] != y.shape:
        raise ValueError("shapes differ")
    z = np.zeros_like(x)
    z[:] = x
    for i, j in Odometer(*x.shape):
        z[i, j] += y[j]
    return z


@ranks(1, 1)
def naive_vector_dot(x, y):
    if x.shape != y.shape:
        raise ValueError("shapes differ")
    total, k = 0.0, len(x)
    while k:
        k -= 1
        total += float(x[k]) * float(y[k])
    return total


@ranks(2, 1)
def naive_matrix_vector_dot(x, y):
    if x.shape[1:] != y.shape:
        raise ValueError("shapes differ")
    return np.array([naive_vector_dot(row, y) for row in x])


@ranks(2, 2)
def naive_matrix_dot(x, y):
    if x.shape[1] != y.shape[0]:
        raise ValueError("shapes differ")
    columns = [naive_matrix_vector_dot(x, y[:, j]) for j in range(y.shape[1])]
    return np.stack(columns, axis=1)


@ranks(2)
def naive_transpose(x):
    columns = [x[:, j].copy() for j in range(x.shape[1])]
    return np.stack(columns)


def naive_reshape(x, shape):
    if x.ndim != 2 or x.shape[0] * x.shape[1] != shape[0] * shape[1]:
        raise ValueError("naive_reshape: another number of entries")
    z = np.full(shape, -1.0)
    for old, new in zip(Odometer(*x.shape), Odometer(*shape)):
        z[new] = x[old]
    return z


@tf.function
def fast_add_relu(x, y):
    return tf.nn.relu(x + y)
