"""Visible checks of `tensor_ops`: run them as often as you like."""

from grader import Exact, Tolerance, check

# Measured: right ways (float32, float64, other formulas, XLA) differ by less than a tenth of this,
# float16 and rounding to three digits by more than five times as much.
CLOSE = Tolerance(rtol=2e-5, atol=1e-5)
CLOSE_AND_DTYPE = Tolerance(rtol=2e-5, atol=1e-5, dtype=True)


# --- helpers; they run inside, beside the submission ------------------------------------------------------


def floats(rng, *shape):
    """A float32 tensor of random numbers from -4 to 4."""
    import tensorflow as tf

    return tf.constant(rng.uniform(-4.0, 4.0, size=shape), tf.float32)


def whole(rng, *shape):
    """An int32 tensor of random whole numbers, none of them 0."""
    import tensorflow as tf

    return tf.constant(rng.integers(1, 20, size=shape) * rng.choice([-1, 1], size=shape), tf.int32)


def float32_number(value):
    """A Python float has no dtype of its own, so it is as good as a float32; anything else stays as it is."""
    import numpy as np

    return np.float32(value) if type(value) is float else value


# --- add_as_float -----------------------------------------------------------------------------------------


@check(part="add_as_float", points=2, tolerance=CLOSE_AND_DTYPE)
def adds_integers_to_floats(student):
    """[0.5, −1.25, 3.75] + [2, 3, −4] is [2.5, 1.75, −0.25], as float32."""
    import tensorflow as tf

    return student.add_as_float(tf.constant([0.5, -1.25, 3.75]), tf.constant([2, 3, -4]))


@check(part="add_as_float", points=2, tolerance=CLOSE)
def sums_are_broadcast(student, rng):
    """Shapes that broadcast are added: a row to a matrix, a column to a row, a number to a vector."""
    return {
        "(2, 3) + (3,)": student.add_as_float(floats(rng, 2, 3), whole(rng, 3)),
        "(3, 1) + (4,)": student.add_as_float(a=floats(rng, 3, 1), b=whole(rng, 4)),
        "() + (5,)": student.add_as_float(floats(rng), whole(rng, 5)),
    }


# --- count_greater ----------------------------------------------------------------------------------------


@check(part="count_greater", points=2, tolerance=Exact(dtype=True))
def counts_what_exceeds(student):
    """Of [1, 4, 2.5, 3] two entries exceed 2.5 (2.5 itself does not), three exceed 1.75; a float32 number."""
    import tensorflow as tf

    a = tf.constant([1.0, 4.0, 2.5, 3.0])
    return [float32_number(student.count_greater(a, threshold)) for threshold in (2.5, 1.75)]


@check(part="count_greater", points=2, tolerance=Exact())
def counts_in_all_axes(student, rng):
    """All entries are counted, of vectors, matrices and tensors with three axes, for negative thresholds too."""
    return {
        "a vector": student.count_greater(floats(rng, 30), 0.5),
        "a matrix": student.count_greater(a=floats(rng, 7, 5), threshold=-1.5),
        "three axes": student.count_greater(floats(rng, 2, 3, 6), -3.0),
    }


# --- column_maxima ----------------------------------------------------------------------------------------


@check(part="column_maxima", points=3, tolerance=CLOSE_AND_DTYPE)
def maxima_of_columns(student, rng):
    """[[3, 8, 8], [5, −1, 0]] has the column maxima [5, 8, 8]; other matrices likewise, as float32."""
    import tensorflow as tf

    return {
        "the example": student.column_maxima(tf.constant([[3.0, 8.0, 8.0], [5.0, -1.0, 0.0]])),
        "a square": student.column_maxima(floats(rng, 4, 4)),
        "below zero": student.column_maxima(floats(rng, 5, 3) - 6.0),
    }


# --- row_argmax -------------------------------------------------------------------------------------------


@check(part="row_argmax", points=2, tolerance=Exact(dtype=True))
def first_maximum_of_a_row(student):
    """[[3, 8, 8], [5, −1, 0], [1, 2, 3]] has the row argmax [1, 0, 2]: int64, the first of equal maxima counts."""
    import tensorflow as tf

    return student.row_argmax(tf.constant([[3.0, 8.0, 8.0], [5.0, -1.0, 0.0], [1.0, 2.0, 3.0]]))


@check(part="row_argmax", points=2, tolerance=Exact())
def argmax_in_other_matrices(student, rng):
    """Square, tall and wide matrices, with numbers below zero too."""
    return {
        "a square": student.row_argmax(floats(rng, 6, 6)),
        "tall": student.row_argmax(a=floats(rng, 9, 4)),
        "wide, below zero": student.row_argmax(floats(rng, 3, 12) - 6.0),
    }


# --- running_total ----------------------------------------------------------------------------------------


@check(part="running_total", points=4, tolerance=CLOSE_AND_DTYPE)
def totals_of_the_moment(student):
    """[1, 2.5, −4, 0.25] has the running totals [1, 3.5, −0.5, −0.25], as float32; not four times the last one."""
    return student.running_total([1.0, 2.5, -4.0, 0.25])


@check(part="running_total", points=3, tolerance=CLOSE)
def each_call_starts_at_zero(student, rng):
    """A second call starts at 0 again, and lists may be short or long."""
    return [student.running_total(rng.uniform(-4.0, 4.0, size=n).tolist()) for n in (5, 1, 12)]


# --- tile_rows --------------------------------------------------------------------------------------------


@check(part="tile_rows", points=4, tolerance=CLOSE_AND_DTYPE)
def rows_are_equal(student, rng):
    """[1, 2, 3] twice is [[1, 2, 3], [1, 2, 3]]; other vectors and numbers of rows likewise, as float32."""
    import tensorflow as tf

    return {
        "the example": student.tile_rows(tf.constant([1.0, 2.0, 3.0]), 2),
        "a square": student.tile_rows(floats(rng, 4), 4),
        "many rows": student.tile_rows(y=floats(rng, 2), n=7),
    }


# --- rotate -----------------------------------------------------------------------------------------------


@check(part="rotate", points=4, tolerance=CLOSE_AND_DTYPE)
def quarter_and_sixth_of_a_turn(student):
    """A quarter turn takes (3, 1) to (−1, 3); a turn by π/3 takes (2, 0) to (1, √3); results are float32."""
    import math

    import tensorflow as tf

    return {
        "quarter": student.rotate(tf.constant([[3.0, 1.0], [0.5, -2.0]]), math.pi / 2),
        "sixth": student.rotate(tf.constant([[2.0, 0.0], [1.0, 3.0], [-4.0, 2.5]]), math.pi / 3),
    }


@check(part="rotate", points=3, tolerance=CLOSE)
def turns_the_other_way(student, rng):
    """A negative theta turns clockwise; any number of points is turned."""
    return {
        "five points": student.rotate(points=floats(rng, 5, 2), theta=-0.75),
        "one point": student.rotate(floats(rng, 1, 2), 2.5),
    }


# --- scale ------------------------------------------------------------------------------------------------


@check(part="scale", points=4, tolerance=CLOSE_AND_DTYPE)
def scales_each_coordinate(student, rng):
    """With the factors 2 and 0.5 the point (3, 4) goes to (6, 2); negative factors mirror; results are float32."""
    import tensorflow as tf

    return {
        "the example": student.scale(tf.constant([[3.0, 4.0]]), 2.0, 0.5),
        "two points": student.scale(floats(rng, 2, 2), -1.5, 3.0),
        "five points": student.scale(points=floats(rng, 5, 2), horizontal=0.25, vertical=-2.0),
    }


# --- affine -----------------------------------------------------------------------------------------------


@check(part="affine", points=3, tolerance=CLOSE_AND_DTYPE)
def affine_of_the_example(student):
    """W = [[1, 2], [0, 1], [3, 0]] and b = [0.5, 0, −1] take the point (2, 1) to (4.5, 1, 5), as float32."""
    import tensorflow as tf

    W = tf.constant([[1.0, 2.0], [0.0, 1.0], [3.0, 0.0]])
    points = tf.constant([[2.0, 1.0], [-1.5, 0.25]])
    return student.affine(points, W, tf.constant([0.5, 0.0, -1.0]))


@check(part="affine", points=2, tolerance=CLOSE)
def affine_in_other_dimensions(student, rng):
    """Square matrices, as many points as dimensions, and a single point: W·p + b for each row p."""
    return {
        "square": student.affine(floats(rng, 3, 3), floats(rng, 3, 3), floats(rng, 3)),
        "4 to 2 dimensions": student.affine(points=floats(rng, 2, 4), W=floats(rng, 2, 4), b=floats(rng, 2)),
        "one point": student.affine(floats(rng, 1, 2), floats(rng, 5, 2), floats(rng, 5)),
    }


# --- collapse_affine --------------------------------------------------------------------------------------


@check(part="collapse_affine", points=3, tolerance=CLOSE_AND_DTYPE)
def collapses_the_example(student):
    """Two maps of one dimension, and one from 2 dimensions to 3 and on to 1: (W, b) as float32."""
    import tensorflow as tf

    W1, b1 = tf.constant([[1.0, 2.0], [0.0, 1.0], [3.0, 0.0]]), tf.constant([0.5, 0.0, -1.0])
    W2, b2 = tf.constant([[2.0, -1.0, 0.5]]), tf.constant([4.0])
    return {
        "one dimension": student.collapse_affine(
            tf.constant([[2.0]]), tf.constant([1.0]), tf.constant([[3.0]]), tf.constant([-5.0])
        ),
        "2 to 3 to 1": student.collapse_affine(W1, b1, W2, b2),
    }


@check(part="collapse_affine", points=3, tolerance=CLOSE)
def collapses_squares(student, rng):
    """With square matrices the order of the factors matters: the second map comes after the first."""
    return student.collapse_affine(W1=floats(rng, 3, 3), b1=floats(rng, 3), W2=floats(rng, 3, 3), b2=floats(rng, 3))
