"""Visible checks of `gradient_descent`: run them as often as you like."""

from grader import Exact, OneOf, Tolerance, Walk, check

# Measured: right ways (float32, float64, closed forms, XLA) differ by less than a fifth of this,
# float16 and rounding to three digits by more than five times as much.
CLOSE = Tolerance(rtol=3e-5, atol=1e-5)
CLOSE_AND_DTYPE = Tolerance(rtol=3e-5, atol=1e-5, dtype=True)


# --- helpers; they run inside, beside the submission ------------------------------------------------------


def walk(result):
    """A pair (xs, ys) with names."""
    xs, ys = result
    return {"xs": xs, "ys": ys}


def on_the_parabola(seen, expected):
    """The picture of a descent: where it went, and where it should have gone."""
    return Walk.of(lambda x: x**2 - 4 * x + 4, {"expected": expected["xs"], "yours": seen["xs"]})


def other_update(minimum):
    """A `do_update` that heads for another minimum, and a list that grows whenever its Python body runs.

    What it returns is f(x) before the step, as ever: only the points that it leads to tell it from another.
    """
    import tensorflow as tf

    runs = []

    def step(x, eta):
        runs.append(1)
        y = x * x - 4.0 * x + 4.0
        x.assign(x - tf.cast(eta, x.dtype) * 2.0 * (x - minimum))
        return y

    return tf.function(step, autograph=False), runs


class ScaledSGD:
    """While the context lasts, every step of keras.optimizers.SGD uses the gradient times a factor."""

    def __init__(self, factor):
        self.factor = factor

    def __enter__(self):
        import keras

        self.owner = keras.optimizers.SGD
        self.original = original = self.owner.update_step
        factor = self.factor

        def update_step(optimizer, gradient, variable, learning_rate):
            return original(optimizer, gradient * factor, variable, learning_rate)

        self.owner.update_step = update_step

    def __exit__(self, *_):
        self.owner.update_step = self.original


def is_tf_function(value):
    """Whether the value is a `tf.function`, by its exact type."""
    from tensorflow.python.eager.polymorphic_function.polymorphic_function import Function

    return type(value) is Function


def traces(value):
    """How often a `tf.function` has been traced so far; 0 for anything else."""
    count = getattr(value, "experimental_get_tracing_count", None)
    return count() if count else 0


def as_graph_callable(f):
    """The function f, marked so that a `tf.function` around it takes it as it is."""
    import tensorflow as tf

    return tf.autograph.experimental.do_not_convert(f)


# --- descend ----------------------------------------------------------------------------------------------


@check(part="descend", points=5, tolerance=CLOSE_AND_DTYPE, picture=on_the_parabola)
def descend_with_the_defaults(student):
    """descend() walks from 10 towards 2 and returns two float32 arrays: points after, values before each update."""
    return walk(student.descend())


@check(part="descend", points=4, tolerance=CLOSE)
def descend_from_other_starts(student):
    """descend works for other starting points, learning rates and numbers of steps, given by position or by name."""
    return {
        "one step": walk(student.descend(-6.5, 0.2, 1)),
        "left of 2": walk(student.descend(x0=-3.25, eta=0.05, steps=12)),
        "over and over the minimum": walk(student.descend(eta=0.9, steps=15)),
    }


# --- do_update --------------------------------------------------------------------------------------------


@check(part="do_update", points=4, tolerance=CLOSE)
def do_update_moves_the_variable(student):
    """do_update(x, 0.1) moves the variable x by one step and returns f(x) from before it."""
    import tensorflow as tf

    x, other = tf.Variable(10.0), tf.Variable(-3.5)
    return {
        "values": [student.do_update(x, 0.1), student.do_update(x, 0.1), student.do_update(other, 0.1)],
        "points": [x.numpy(), other.numpy()],
    }


@check(part="do_update", points=3, tolerance={"value": CLOSE, "x": CLOSE, "do_update is a tf.function": Exact()})
def do_update_is_a_graph(student):
    """do_update is a tf.function, and makes a right step."""
    import tensorflow as tf

    update = student.do_update
    x = tf.Variable(6.0)
    value = update(x, 0.1)
    return {"value": value, "x": x.numpy(), "do_update is a tf.function": is_tf_function(update)}


# --- descend_graph ----------------------------------------------------------------------------------------


@check(part="descend_graph", points=5, tolerance=CLOSE_AND_DTYPE, picture=on_the_parabola)
def graph_gives_what_descend_gives(student):
    """descend_graph() returns the points and values that descend() returns, as float32 arrays."""
    return walk(student.descend_graph())


@check(
    part="descend_graph",
    points=5,
    tolerance={"xs": CLOSE, "ys": CLOSE, "times that do_update's Python body ran": OneOf(0, 1)},
)
def graph_steps_through_do_update(student):
    """Where do_update heads for another minimum, descend_graph goes there, and does not trace it in every step."""
    update, runs = other_update(-1.0)
    again = student.fresh(replacing={"do_update": update})
    before = len(runs)
    seen = walk(again.descend_graph(x0=7.0, eta=0.2, steps=6))
    return {**seen, "times that do_update's Python body ran": len(runs) - before}


# --- descend_optimizer ------------------------------------------------------------------------------------


@check(part="descend_optimizer", points=4, tolerance=CLOSE_AND_DTYPE, picture=on_the_parabola)
def optimizer_gives_what_descend_gives(student):
    """descend_optimizer() returns the points and values that descend() returns, as float32 arrays."""
    return walk(student.descend_optimizer())


@check(part="descend_optimizer", points=4, tolerance=CLOSE)
def optimizer_takes_every_step(student):
    """Where keras.optimizers.SGD uses half of every gradient, descend_optimizer goes half as far in every step."""
    with ScaledSGD(0.5):
        return walk(student.fresh().descend_optimizer(x0=-4.0, eta=0.2, steps=5))


# --- descend_multi ----------------------------------------------------------------------------------------


@check(part="descend_multi", points=3, tolerance=CLOSE)
def multi_in_two_dimensions(student):
    """descend_multi walks down a bowl in two dimensions; x0 stays as it was."""
    import numpy as np

    @as_graph_callable
    def bowl(p):
        return (p[0] - 1.0) ** 2 + 2.5 * (p[1] + 2.0) ** 2 + p[0] * p[1]

    return student.descend_multi(bowl, np.array([4.0, 3.0], dtype=np.float32), 0.1, 4)


@check(part="descend_multi", points=3, tolerance=CLOSE)
def multi_where_nothing_is_quadratic(student):
    """descend_multi follows other functions as well, in one dimension and in three."""
    import numpy as np
    import tensorflow as tf

    @as_graph_callable
    def waves(p):
        return tf.reduce_sum(tf.sin(p) + 0.1 * p * p)

    @as_graph_callable
    def slope(p):
        return tf.reduce_logsumexp(p) + 0.25 * tf.reduce_sum(p**4) + 1000.0  # differences of f drown in this

    return {
        "one dimension": student.descend_multi(f=waves, x0=np.array([1.0], dtype=np.float32), eta=0.5, steps=3),
        "three": student.descend_multi(slope, np.array([1.5, -1.0, 0.5], dtype=np.float32), 0.1, 5),
    }


# --- diverges ---------------------------------------------------------------------------------------------


@check(part="diverges", points=4, tolerance=Exact())
def diverges_tells_runaways(student):
    """diverges is True for 1.05 and other runaways, False for small steps and for those that only swing."""
    return {
        "eta 0.1": student.diverges(0.1),
        "eta 0.95": student.diverges(0.95),
        "eta 1.05": student.diverges(1.05),
        "eta 1.2 from -3": student.diverges(1.2, x0=-3.0, steps=5),
        "eta 0.5 from -3": student.diverges(eta=0.5, x0=-3.0, steps=4),
        "eta -0.1": student.diverges(-0.1, -3.0, 8),
    }


# --- sgd_linear -------------------------------------------------------------------------------------------


@check(part="sgd_linear", points=2, tolerance=CLOSE_AND_DTYPE)
def sgd_one_pass(student):
    """One pass over three samples, one after another; the weights are float64."""
    import numpy as np

    X = np.array([[1.0, 2.0], [-1.0, 0.5], [3.0, -2.0]])
    return student.sgd_linear(X, np.array([3.0, 1.0, -2.0]), 0.1, 1)


@check(part="sgd_linear", points=3, tolerance=CLOSE)
def sgd_several_passes(student, rng):
    """Several passes over random samples in row order; X and y stay as they were."""
    X = rng.normal(size=(7, 3))
    return student.sgd_linear(X=X, y=X @ rng.normal(size=3) + rng.normal(size=7), eta=0.1, epochs=3)
