"""Hidden checks of `tensor_ops`: other inputs, the same properties."""

from visible import CLOSE, CLOSE_AND_DTYPE, float32_number, floats, whole

from grader import Exact, check


def between(rng, low, high):
    """A random Python float with two digits after the point."""
    return round(float(rng.uniform(low, high)), 2)


# --- add_as_float -----------------------------------------------------------------------------------------


@check(part="add_as_float", points=2, tolerance=CLOSE_AND_DTYPE)
def adds_to_any_shape(student, rng):
    """Vectors, matrices and single numbers of the same shape are added, as float32."""
    return {
        "a vector": student.add_as_float(floats(rng, 5), whole(rng, 5)),
        "a square": student.add_as_float(floats(rng, 3, 3), b=whole(rng, 3, 3)),
        "single numbers": student.add_as_float(floats(rng), whole(rng)),
    }


@check(part="add_as_float", points=2, tolerance=CLOSE)
def broadcasts_either_argument(student, rng):
    """Either argument may be the one that is repeated, along one axis or along both."""
    return {
        "(4,) + (3, 4)": student.add_as_float(floats(rng, 4), whole(rng, 3, 4)),
        "(1, 3) + (4, 1)": student.add_as_float(floats(rng, 1, 3), whole(rng, 4, 1)),
        "(2, 3, 2) + (3, 1)": student.add_as_float(floats(rng, 2, 3, 2), whole(rng, 3, 1)),
        "(3, 2) + ()": student.add_as_float(b=whole(rng), a=floats(rng, 3, 2)),
    }


# --- count_greater ----------------------------------------------------------------------------------------


@check(part="count_greater", points=2, tolerance=Exact(dtype=True))
def counts_to_the_entry(student, rng):
    """Entries shortly below and above the threshold and equal to it are told apart; a float32 number."""
    import tensorflow as tf

    counts = []
    for threshold, equal, above in ((2.25, 3, 4), (-1.75, 2, 9)):
        near = [-4e-4, -0.25, *[0.0] * equal, 4e-4, *rng.uniform(5e-4, 4.0, size=above)]
        a = tf.constant(threshold + rng.permutation(near), tf.float32)
        counts.append(float32_number(student.count_greater(a, threshold)))
    return counts


@check(part="count_greater", points=2, tolerance=Exact())
def counts_many_few_and_none(student, rng):
    """All entries, some or none of them exceed, in tensors of one to three axes."""
    a = floats(rng, 4, 3, 5)
    return {
        "some of three axes": student.count_greater(a, between(rng, -1.0, 1.0)),
        "all": student.count_greater(floats(rng, 6, 2), -5.0),
        "none": student.count_greater(floats(rng, 11), 4.5),
        "a column": student.count_greater(floats(rng, 40, 1), between(rng, -2.0, -1.0)),
        "a row": student.count_greater(threshold=between(rng, 1.0, 2.0), a=floats(rng, 1, 50)),
    }


# --- column_maxima ----------------------------------------------------------------------------------------


@check(part="column_maxima", points=4, tolerance=CLOSE_AND_DTYPE)
def maxima_of_other_columns(student, rng):
    """Tall and wide matrices, one row, one column, numbers below zero: a float32 maximum for each column."""
    return {
        "tall": student.column_maxima(floats(rng, 9, 4)),
        "wide": student.column_maxima(a=floats(rng, 2, 7)),
        "one row": student.column_maxima(floats(rng, 1, 5)),
        "one column": student.column_maxima(floats(rng, 6, 1)),
        "square, below zero": student.column_maxima(floats(rng, 3, 3) - 7.0),
    }


# --- row_argmax -------------------------------------------------------------------------------------------


@check(part="row_argmax", points=3, tolerance=Exact(dtype=True))
def first_of_several_maxima(student, rng):
    """Where the maximum stands several times in a row, the first place counts, wherever it is; indices are int64."""
    import tensorflow as tf

    a = rng.integers(-9, -2, size=(8, 6)).astype("float32")
    for row, places in enumerate(((0, 3), (1, 2), (2, 5), (3, 4), (4, 5), (1, 3, 5), (3, 5), (0, 1))):
        a[row, list(places)] = -0.25 * row
    return student.row_argmax(tf.constant(a))


@check(part="row_argmax", points=2, tolerance=Exact())
def argmax_by_a_hair(student, rng):
    """Maxima that are only a little larger than another entry, in many columns, few, and a single row."""
    import tensorflow as tf

    a = floats(rng, 5, 5).numpy()
    a[:, 1] = 4.5 + rng.uniform(size=5)
    a[[0, 2, 3], [4, 3, 2]] = a[[0, 2, 3], 1] + 4e-4
    return {
        "by a hair": student.row_argmax(tf.constant(a)),
        "tall": student.row_argmax(floats(rng, 14, 3)),
        "one row": student.row_argmax(tf.constant([[-3.0, -2.5, -1.5, -2.0]])),
        "one column and two": [student.row_argmax(floats(rng, 4, n)) for n in (1, 2)],
    }


# --- running_total ----------------------------------------------------------------------------------------


@check(part="running_total", points=4, tolerance=CLOSE_AND_DTYPE)
def totals_of_other_lists(student, rng):
    """The totals after each increment are right and float32, up and down, for one increment too."""
    return [student.running_total(rng.uniform(-4.0, 4.0, size=n).tolist()) for n in (1, 8)]


@check(part="running_total", points=3, tolerance=CLOSE)
def totals_of_a_long_list(student, rng):
    """A list of thirty and a list of two; the second call starts at 0 again."""
    return [
        student.running_total(increments=rng.uniform(-1.0, 3.0, size=30).tolist()),
        student.running_total(rng.uniform(1.0, 3.0, size=2).tolist()),
    ]


# --- tile_rows --------------------------------------------------------------------------------------------


@check(part="tile_rows", points=4, tolerance=CLOSE_AND_DTYPE)
def tiles_other_rows(student, rng):
    """One row, one column, a square, more rows than columns and fewer: all rows equal y, as float32."""
    return {
        "one row": student.tile_rows(floats(rng, 5), 1),
        "one column": student.tile_rows(floats(rng, 1), 4),
        "a square": student.tile_rows(floats(rng, 3), 3),
        "few rows": student.tile_rows(n=2, y=floats(rng, 6)),
        "many rows": student.tile_rows(floats(rng, 3), 11),
    }


# --- rotate -----------------------------------------------------------------------------------------------


@check(part="rotate", points=4, tolerance=CLOSE_AND_DTYPE)
def turns_of_any_size(student, rng):
    """Small turns, large ones, several turns and backwards; two points and many; results are float32."""
    return {
        "small": student.rotate(floats(rng, 2, 2), between(rng, 0.1, 0.3)),
        "obtuse": student.rotate(floats(rng, 3, 2), between(rng, 1.8, 2.9)),
        "more than half": student.rotate(floats(rng, 40, 2), between(rng, 3.5, 4.5)),
        "several turns": student.rotate(floats(rng, 4, 2), between(rng, 7.0, 12.0)),
        "backwards": student.rotate(theta=between(rng, -2.8, -1.8), points=floats(rng, 4, 2)),
    }


@check(part="rotate", points=3, tolerance=CLOSE)
def turns_about_the_origin(student, rng):
    """Points far from the origin turn about the origin too, one of them or several."""
    theta = between(rng, 0.4, 1.2)
    return [student.rotate(floats(rng, n, 2) + [15.0, -12.0], turn) for n, turn in ((1, theta), (6, -theta))]


# --- scale ------------------------------------------------------------------------------------------------


@check(part="scale", points=4, tolerance=CLOSE_AND_DTYPE)
def scales_other_points(student, rng):
    """Large, small, negative and equal factors, for one point, two and many; results are float32."""
    return {
        "one point": student.scale(floats(rng, 1, 2), between(rng, 3.0, 8.0), between(rng, 0.2, 0.6)),
        "two points": student.scale(floats(rng, 2, 2), between(rng, 0.2, 0.8), between(rng, -3.0, -1.5)),
        "many": student.scale(floats(rng, 30, 2), vertical=between(rng, 2.0, 4.0), horizontal=between(rng, -0.8, -0.2)),
        "equal": student.scale(floats(rng, 3, 2), 1.5, 1.5),
    }


# --- affine -----------------------------------------------------------------------------------------------


@check(part="affine", points=3, tolerance=CLOSE_AND_DTYPE)
def affine_of_many_points(student, rng):
    """More dimensions out than in, fewer, as many; results are float32."""
    return {
        "3 to 5": student.affine(floats(rng, 20, 3), floats(rng, 5, 3), floats(rng, 5)),
        "6 to 2": student.affine(floats(rng, 4, 6), floats(rng, 2, 6), floats(rng, 2)),
        "as many": student.affine(floats(rng, 7, 4), floats(rng, 4, 4), floats(rng, 4)),
    }


@check(part="affine", points=3, tolerance=CLOSE)
def affine_of_few(student, rng):
    """One dimension in or out, one point, as many points as dimensions."""
    return {
        "1 to 3": student.affine(floats(rng, 3, 1), floats(rng, 3, 1), floats(rng, 3)),
        "4 to 1": student.affine(b=floats(rng, 1), W=floats(rng, 1, 4), points=floats(rng, 5, 4)),
        "one point": student.affine(floats(rng, 1, 3), floats(rng, 3, 3), floats(rng, 3)),
        "as many points": student.affine(floats(rng, 2, 2), floats(rng, 2, 2), floats(rng, 2)),
    }


# --- collapse_affine --------------------------------------------------------------------------------------


def two_maps(rng, d, h, m):
    """W1, b1, W2, b2 from d dimensions to h and on to m."""
    return floats(rng, h, d), floats(rng, h), floats(rng, m, h), floats(rng, m)


@check(part="collapse_affine", points=4, tolerance=CLOSE_AND_DTYPE)
def collapses_other_sizes(student, rng):
    """Wider in the middle, narrower in the middle, all different: W and b have the right shapes and are float32."""
    return {
        "2 to 5 to 3": student.collapse_affine(*two_maps(rng, 2, 5, 3)),
        "4 to 1 to 2": student.collapse_affine(*two_maps(rng, 4, 1, 2)),
        "3 to 2 to 3": student.collapse_affine(*two_maps(rng, 3, 2, 3)),
    }


@check(part="collapse_affine", points=3, tolerance=CLOSE)
def collapses_other_squares(student, rng):
    """Square matrices of two sizes: the second map comes after the first."""
    W1, b1, W2, b2 = two_maps(rng, 4, 4, 4)
    return [student.collapse_affine(*two_maps(rng, 2, 2, 2)), student.collapse_affine(b2=b2, W2=W2, b1=b1, W1=W1)]
