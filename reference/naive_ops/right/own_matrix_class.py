"""A class of rows with operators of its own that NumPy can read; rows are lists that know + and *."""

import numpy as np


class Row(list):
    def __mul__(self, factor):
        return Row(value * factor for value in self)

    def __add__(self, other):
        return Row(a + b for a, b in zip(self, other, strict=True))


class Matrix:
    def __init__(self, array):
        if np.ndim(array) != 2:
            raise ValueError("a matrix has rank 2")
        self.rows = [Row(row) for row in array]

    def __len__(self):
        return len(self.rows)

    def __array__(self, dtype=None, copy=None):
        return np.array([list(row) for row in self.rows], dtype)

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def same_shape(self, other):
        if self.shape != other.shape:
            raise ValueError(f"{self.shape} and {other.shape}")

    def map(self, function):
        self.rows = [Row(map(function, row)) for row in self.rows]
        return self

    def __add__(self, other):
        self.same_shape(other)
        return Matrix([a + b for a, b in zip(self.rows, other.rows)])

    def __mul__(self, other):
        self.same_shape(other)
        return Matrix([[a * b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows)])

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"{self.shape} and {other.shape}")
        product = []
        for row in self.rows:
            total = Row([0.0] * other.shape[1])
            for factor, other_row in zip(row, other.rows):
                total = total + other_row * factor
            product.append(total)
        return Matrix(product)

    def transposed(self):
        return Matrix([[row[j] for row in self.rows] for j in range(self.shape[1])])


def vector(array):
    if np.ndim(array) != 1:
        raise ValueError("a vector has rank 1")
    return Matrix([array])


def naive_relu(x):
    return np.array(Matrix(x).map(lambda value: max(value, 0)), dtype=x.dtype)


def naive_leaky_relu(x, alpha):
    return np.array(Matrix(x).map(lambda value: max(alpha * value, value)))


def naive_add(x, y):
    return np.array(Matrix(x) + Matrix(y))


def naive_multiply(x, y):
    return np.array(Matrix(x) * Matrix(y))


def naive_add_matrix_and_vector(x, y):
    rows = Matrix(x).rows
    return np.array([row + vector(y).rows[0] for row in rows])


def naive_vector_dot(x, y):
    return (vector(x) @ vector(y).transposed()).rows[0][0]


def naive_matrix_vector_dot(x, y):
    return np.array([row[0] for row in (Matrix(x) @ vector(y).transposed()).rows])


def naive_matrix_dot(x, y):
    return np.array(Matrix(x) @ Matrix(y))


def naive_transpose(x):
    return np.array(Matrix(x).transposed())


def naive_reshape(x, shape):
    values = [value for row in Matrix(x).rows for value in row]
    rows, columns = shape
    if rows * columns != len(values):
        raise ValueError(f"{len(values)} numbers do not fill {shape}")
    return np.array([values[i * columns : (i + 1) * columns] for i in range(rows)])


def fast_add_relu(x, y):
    total = x + y
    return (total + np.abs(total)) / 2
