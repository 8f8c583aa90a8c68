"""Hidden checks of `naive_ops`: other shapes, other numbers, other ways of being wrong."""

import numpy as np
from visible import (
    CLOSE,
    CLOSE_SAME_DTYPE,
    CLOSE_SUM,
    REFUSED,
    judge_races,
    numbers,
    race_seed,
    run_races,
    small_numbers,
)

from grader import Exact, check, outcome

SHAPES = ((1, 1), (1, 6), (5, 1), (3, 7), (4, 4), (8, 2))
REFUSALS = {"right": CLOSE, "refused": REFUSED}
REFUSALS_OF_SUMS = {"right": CLOSE_SUM, "refused": REFUSED}


def label(*shapes):
    """A telling key: ``3 x 7`` or ``3 x 7 and 7``."""
    return " and ".join(" x ".join(str(size) for size in shape) for shape in shapes)


def for_each_shape(function, rng):
    """The function of one matrix on matrices of many shapes."""
    return {label(shape): function(numbers(rng, *shape)) for shape in SHAPES}


def for_each_pair(function, rng):
    """The function of two matrices of the same shape on many shapes."""
    return {label(shape): function(numbers(rng, *shape), numbers(rng, *shape)) for shape in SHAPES}


def refused(function, rng, *pairs):
    """What becomes of two arrays whose shapes do not fit."""
    return {label(a, b): outcome(function, numbers(rng, *a), numbers(rng, *b)) for a, b in pairs}


# --- one array, one number at a time --------------------------------------------------------------------------


@check(part="naive_relu", points=2, tolerance=CLOSE_SAME_DTYPE)
def relu_on_many_shapes(student, rng):
    """Rows, columns, square and other matrices, with zeros, tiny and large entries."""
    wide = numbers(rng, 3, 5) * np.array([0.01, 1.0, 0.0, 30.0, 300.0])
    return {**for_each_shape(student.naive_relu, rng), "tiny to large": student.naive_relu(wide)}


@check(part="naive_relu", points=1, tolerance=Exact(dtype=True))
def relu_keeps_the_dtype_whatever_the_entries(student, rng):
    """The dtype stays when x is an integer array, when all entries are negative and when all are positive."""
    return {
        "int64": student.naive_relu(rng.integers(-50, 50, size=(4, 7))),
        "int32": student.naive_relu(rng.integers(-9, 10, size=(6, 5)).astype(np.int32)),
        "negative integers": student.naive_relu(rng.integers(-9, 0, size=(2, 5))),
        "negative reals": student.naive_relu(-np.abs(rng.integers(1, 9, size=(3, 4))) / 4.0),
        "positive reals": student.naive_relu(rng.integers(1, 9, size=(3, 4)) / 4.0),
    }


@check(part="naive_relu", points=1, tolerance=REFUSALS)
def relu_refuses_vectors_and_blocks(student, rng):
    """An array of rank 1 or 3 raises, integer arrays and single entries too; a matrix does not."""
    return {
        "right": student.naive_relu(numbers(rng, 2, 5)),
        "refused": {
            "one entry": outcome(student.naive_relu, numbers(rng, 1)),
            "7 entries": outcome(student.naive_relu, numbers(rng, 7)),
            "4 integers": outcome(student.naive_relu, rng.integers(-5, 5, size=4)),
            "1 x 1 x 1": outcome(student.naive_relu, numbers(rng, 1, 1, 1)),
            "3 x 2 x 4": outcome(student.naive_relu, numbers(rng, 3, 2, 4)),
        },
    }


@check(part="naive_leaky_relu", points=3, tolerance=CLOSE)
def leaky_relu_with_many_alphas(student, rng):
    """Other shapes and slopes from 0.01 to 0.9."""
    seen = {}
    for shape, alpha in zip(SHAPES, (0.5, 0.01, 0.2, 0.05, 0.9, 0.33), strict=True):
        seen[f"{label(shape)}, alpha = {alpha}"] = student.naive_leaky_relu(numbers(rng, *shape), alpha)
    wide = numbers(rng, 3, 5) * np.array([0.01, 1.0, 0.0, 30.0, 300.0])
    seen["tiny to large"] = student.naive_leaky_relu(wide, alpha=0.25)
    return seen


@check(part="naive_leaky_relu", points=1, tolerance=REFUSALS)
def leaky_relu_refuses_vectors_and_blocks(student, rng):
    """An array of rank 1 or 3 raises; a matrix does not."""
    return {
        "right": student.naive_leaky_relu(numbers(rng, 2, 5), 0.4),
        "refused": {
            "one entry": outcome(student.naive_leaky_relu, numbers(rng, 1), 0.4),
            "6 entries": outcome(student.naive_leaky_relu, numbers(rng, 6), 0.1),
            "1 x 1 x 1": outcome(student.naive_leaky_relu, numbers(rng, 1, 1, 1), 0.4),
            "3 x 2 x 4": outcome(student.naive_leaky_relu, numbers(rng, 3, 2, 4), 0.1),
        },
    }


# --- two arrays -----------------------------------------------------------------------------------------------


@check(part="naive_add", points=3, tolerance=CLOSE)
def add_on_many_shapes(student, rng):
    """Rows, columns, square and other matrices, tiny and large entries, an array added to itself."""
    x = numbers(rng, 2, 4)
    large = student.naive_add(100.0 * numbers(rng, 3, 2), 0.01 * numbers(rng, 3, 2))
    double = student.naive_add(x, x)
    return {**for_each_pair(student.naive_add, rng), "large and tiny": large, "x and x": double}


@check(part="naive_add", points=1, tolerance=REFUSALS)
def add_refuses_shapes_that_do_not_match(student, rng):
    """No broadcasting, no cutting off, no other rank."""
    pairs = [((2, 5), (2, 6)), ((2, 6), (2, 5)), ((2, 5), (3, 5)), ((3, 5), (2, 5)), ((2, 5), (2, 1)), ((2, 6), (3, 4))]
    ranks = [((5,), (5,)), ((2, 5), (5,)), ((5,), (2, 5)), ((2, 3, 2), (2, 3, 2))]
    return {
        "right": student.naive_add(numbers(rng, 2, 5), numbers(rng, 2, 5)),
        "refused": refused(student.naive_add, rng, *pairs, *ranks),
    }


@check(part="naive_multiply", points=3, tolerance=CLOSE)
def multiply_on_many_shapes(student, rng):
    """Rows, columns, square and other matrices, tiny and large entries, an array times itself."""
    x = numbers(rng, 2, 4)
    large = student.naive_multiply(30.0 * numbers(rng, 3, 2), 0.1 * numbers(rng, 3, 2))
    square = student.naive_multiply(x, x)
    return {**for_each_pair(student.naive_multiply, rng), "large and tiny": large, "x and x": square}


@check(part="naive_multiply", points=1, tolerance=REFUSALS)
def multiply_refuses_shapes_that_do_not_match(student, rng):
    """No broadcasting, no matrix product, no other rank."""
    pairs = [((2, 5), (2, 6)), ((2, 6), (2, 5)), ((2, 5), (1, 5)), ((1, 5), (2, 5)), ((2, 5), (5, 2)), ((2, 6), (3, 4))]
    ranks = [((5,), (5,)), ((2, 5), (5,)), ((5,), (2, 5)), ((2, 3, 2), (2, 3, 2))]
    return {
        "right": student.naive_multiply(numbers(rng, 2, 5), numbers(rng, 2, 5)),
        "refused": refused(student.naive_multiply, rng, *pairs, *ranks),
    }


@check(part="naive_add_matrix_and_vector", points=3, tolerance=CLOSE)
def vector_is_added_on_many_shapes(student, rng):
    """Other shapes, square ones among them, where adding along the other axis would go unnoticed by its shape."""
    add = student.naive_add_matrix_and_vector
    seen = {label((n, d), (d,)): add(numbers(rng, n, d), numbers(rng, d)) for n, d in SHAPES}
    seen["large and tiny"] = add(0.01 * numbers(rng, 5, 5), 50.0 * numbers(rng, 5))
    return seen


@check(part="naive_add_matrix_and_vector", points=2, tolerance=REFUSALS)
def vector_and_matrix_that_do_not_match_are_refused(student, rng):
    """Too short, too long, as long as a column, one entry, another rank."""
    add = student.naive_add_matrix_and_vector
    pairs = [((2, 5), (4,)), ((2, 5), (6,)), ((2, 5), (2,)), ((2, 5), (1,)), ((2, 1), (2,))]
    ranks = [((5,), (5,)), ((2, 5), (2, 5)), ((2, 5), (5, 1)), ((5,), (2, 5)), ((2, 2, 5), (5,))]
    return {"right": add(numbers(rng, 2, 5), numbers(rng, 5)), "refused": refused(add, rng, *pairs, *ranks)}


# --- products -------------------------------------------------------------------------------------------------


@check(part="naive_vector_dot", points=3, tolerance=CLOSE_SUM)
def vector_dot_of_many_lengths(student, rng):
    """Vectors of 1 to 12 entries, large entries, zeros, a vector with itself."""
    dot = student.naive_vector_dot
    x = small_numbers(rng, 6)
    seen = {f"{d} entries": dot(small_numbers(rng, d), small_numbers(rng, d)) for d in (1, 2, 3, 7, 12)}
    seen["x and x"] = dot(x, x)
    seen["large entries"] = dot(rng.uniform(10.0, 20.0, size=4), rng.uniform(10.0, 20.0, size=4))
    seen["with zeros"] = dot(np.array([0.0, 1.5, 0.0, -2.0]), small_numbers(rng, 4))
    return seen


@check(part="naive_vector_dot", points=1, tolerance=REFUSALS_OF_SUMS)
def vector_dot_refuses_what_does_not_match(student, rng):
    """Other lengths, a single entry beside a vector, another rank."""
    pairs = [((3,), (4,)), ((4,), (3,)), ((1,), (4,)), ((4,), (1,))]
    ranks = [((3, 3), (3, 3)), ((3, 1), (3,)), ((3,), (3, 3)), ((1, 3), (1, 3)), ((2, 2, 2), (2, 2, 2))]
    return {
        "right": student.naive_vector_dot(small_numbers(rng, 3), small_numbers(rng, 3)),
        "refused": refused(student.naive_vector_dot, rng, *pairs, *ranks),
    }


@check(part="naive_matrix_vector_dot", points=3, tolerance=CLOSE_SUM)
def matrix_vector_dot_on_many_shapes(student, rng):
    """Rows, columns, square and other matrices."""
    dot = student.naive_matrix_vector_dot
    seen = {label((n, d), (d,)): dot(small_numbers(rng, n, d), small_numbers(rng, d)) for n, d in SHAPES}
    seen["large entries"] = dot(rng.uniform(10.0, 20.0, size=(2, 3)), rng.uniform(10.0, 20.0, size=3))
    return seen


@check(part="naive_matrix_vector_dot", points=2, tolerance=REFUSALS_OF_SUMS)
def matrix_vector_dot_refuses_what_does_not_match(student, rng):
    """Too short, too long, as long as a column, one entry, another rank."""
    dot = student.naive_matrix_vector_dot
    pairs = [((2, 5), (4,)), ((2, 5), (6,)), ((2, 5), (2,)), ((2, 5), (1,)), ((2, 1), (2,))]
    ranks = [((5,), (5,)), ((2, 5), (5, 2)), ((2, 5), (5, 1)), ((5,), (5, 2)), ((2, 2, 5), (5,))]
    return {"right": dot(small_numbers(rng, 2, 5), small_numbers(rng, 5)), "refused": refused(dot, rng, *pairs, *ranks)}


@check(part="naive_matrix_dot", points=4, tolerance=CLOSE_SUM)
def matrix_dot_on_many_shapes(student, rng):
    """Rows by columns, columns by rows, square and other matrices, a matrix with itself."""
    dot = student.naive_matrix_dot
    sizes = [(1, 4, 1), (3, 1, 2), (2, 5, 3), (5, 2, 2), (2, 2, 5), (1, 3, 4), (4, 3, 1)]
    seen = {label((n, d), (d, m)): dot(small_numbers(rng, n, d), small_numbers(rng, d, m)) for n, d, m in sizes}
    x = small_numbers(rng, 4, 4)
    seen["x and x"] = dot(x, x)
    seen["large entries"] = dot(rng.uniform(10.0, 20.0, size=(2, 3)), rng.uniform(10.0, 20.0, size=(3, 2)))
    return seen


@check(part="naive_matrix_dot", points=2, tolerance=REFUSALS_OF_SUMS)
def matrix_dot_refuses_what_does_not_match(student, rng):
    """Inner sizes that differ in either direction, another rank."""
    dot = student.naive_matrix_dot
    pairs = [((2, 5), (4, 3)), ((2, 5), (6, 3)), ((2, 5), (2, 5)), ((2, 5), (3, 5)), ((2, 5), (1, 5)), ((2, 1), (2, 1))]
    ranks = [((5,), (5,)), ((5,), (5, 2)), ((2, 5), (5,)), ((2, 2, 5), (5, 2)), ((2, 5), (5, 2, 2))]
    right = dot(small_numbers(rng, 2, 5), small_numbers(rng, 5, 2))
    return {"right": right, "refused": refused(dot, rng, *pairs, *ranks)}


# --- the same numbers in another arrangement ------------------------------------------------------------------


@check(part="naive_transpose", points=3, tolerance=CLOSE)
def transpose_on_many_shapes(student, rng):
    """Rows, columns, square and other matrices."""
    return for_each_shape(student.naive_transpose, rng)


@check(part="naive_transpose", points=1, tolerance=REFUSALS)
def transpose_refuses_vectors_and_blocks(student, rng):
    """An array of rank 1 or 3 raises; a matrix does not."""
    return {
        "right": student.naive_transpose(numbers(rng, 2, 5)),
        "refused": {
            "one entry": outcome(student.naive_transpose, numbers(rng, 1)),
            "6 entries": outcome(student.naive_transpose, numbers(rng, 6)),
            "1 x 1 x 1": outcome(student.naive_transpose, numbers(rng, 1, 1, 1)),
            "3 x 2 x 4": outcome(student.naive_transpose, numbers(rng, 3, 2, 4)),
        },
    }


@check(part="naive_reshape", points=3, tolerance=CLOSE)
def reshape_to_many_shapes(student, rng):
    """To one row, to one column, to the same shape, to wider and to narrower ones."""
    x = numbers(rng, 4, 6)
    shapes = ((6, 4), (3, 8), (12, 2), (1, 24), (24, 1), (4, 6))
    seen = {f"4 x 6 to {label(shape)}": student.naive_reshape(x, shape) for shape in shapes}
    seen["1 x 6 to 3 x 2"] = student.naive_reshape(numbers(rng, 1, 6), shape=(3, 2))
    seen["6 x 1 to 2 x 3"] = student.naive_reshape(numbers(rng, 6, 1), shape=(2, 3))
    seen["5 x 3 to 3 x 5"] = student.naive_reshape(numbers(rng, 5, 3), (3, 5))
    return seen


@check(part="naive_reshape", points=2, tolerance=REFUSALS)
def reshape_refuses_what_does_not_match(student, rng):
    """One element too many, one too few, twice as many, x of another rank."""
    reshape = student.naive_reshape
    seen = {
        f"2 x 5 to {label(shape)}": outcome(reshape, numbers(rng, 2, 5), shape)
        for shape in ((3, 3), (1, 11), (5, 4), (1, 1), (2, 6), (4, 5))
    }
    seen["x of rank 1"] = outcome(reshape, numbers(rng, 10), (2, 5))
    seen["x of rank 3"] = outcome(reshape, numbers(rng, 2, 3, 2), (3, 4))
    return {"right": reshape(numbers(rng, 2, 5), (5, 2)), "refused": seen}


# --- the fast way ---------------------------------------------------------------------------------------------


@check(part="fast_add_relu", points=3, tolerance=CLOSE)
def fast_add_relu_on_many_shapes(student, rng):
    """Rows, columns, square and other matrices, tiny and large entries, an array added to itself."""
    x = numbers(rng, 3, 5)
    large = student.fast_add_relu(100.0 * numbers(rng, 3, 4), 0.01 * numbers(rng, 3, 4))
    return {
        **for_each_pair(student.fast_add_relu, rng),
        "large and tiny": large,
        "x and x": student.fast_add_relu(x, x),
        "30 x 40": student.fast_add_relu(numbers(rng, 30, 40), numbers(rng, 30, 40)),
    }


@check(part="fast_add_relu", points=5, data=race_seed, judge=judge_races)
def fast_add_relu_is_fast_on_other_numbers(student, given):
    """The same race with other numbers: 8 times as fast as a plain Python double loop."""
    return run_races(student.fast_add_relu, given["seed"])
