"""Hidden checks of `gradient_descent`: other inputs, the same properties."""

from visible import (
    CLOSE,
    CLOSE_AND_DTYPE,
    ScaledSGD,
    as_graph_callable,
    is_tf_function,
    other_update,
    traces,
    walk,
)

from grader import Exact, OneOf, check


def between(rng, low, high):
    """A random Python float with two digits after the point."""
    return round(float(rng.uniform(low, high)), 2)


def start(rng, low=3.0, high=15.0):
    """A random starting point on either side of 2, not close to it."""
    return round(2.0 + float(rng.choice([-1.0, 1.0])) * between(rng, low, high), 2)


def walks(descend, rng):
    """Walks of several kinds: short steps, middling ones, swings that shrink slowly, swings that grow."""
    return {
        "short steps": walk(descend(start(rng), between(rng, 0.03, 0.08), 24)),
        "middling steps": walk(descend(x0=start(rng), eta=between(rng, 0.25, 0.4), steps=9)),
        "shrinking swings": walk(descend(start(rng), eta=between(rng, 0.94, 0.98), steps=20)),
        "growing swings": walk(descend(start(rng, 0.5, 4.0), between(rng, 1.02, 1.05), steps=16)),
    }


def parts_of(seen, key):
    return {name: pair[key] for name, pair in seen.items()}


# --- descend ----------------------------------------------------------------------------------------------


@check(part="descend", points=3, tolerance=CLOSE)
def descend_points(student, rng):
    """The points after each update are right, for short and long steps, shrinking and growing swings."""
    return parts_of(walks(student.descend, rng), "xs")


@check(part="descend", points=3, tolerance=CLOSE)
def descend_values(student, rng):
    """The values at the starts of the updates are right, for short and long steps, shrinking and growing swings."""
    return parts_of(walks(student.descend, rng), "ys")


@check(part="descend", points=3, tolerance=CLOSE_AND_DTYPE)
def descend_one_step_and_two(student, rng):
    """One step and two steps give float32 arrays of one and two entries."""
    return [
        walk(student.descend(start(rng), between(rng, 0.1, 0.4), 1)),
        walk(student.descend(start(rng), between(rng, 0.6, 0.8), 2)),
    ]


# --- do_update --------------------------------------------------------------------------------------------


@check(part="do_update", points=4, tolerance=CLOSE)
def do_update_with_other_rates(student, rng):
    """Variables at random points, two learning rates, several steps: value before and point after each are right."""
    import tensorflow as tf

    seen = []
    for eta in (between(rng, 0.15, 0.45), between(rng, 0.6, 0.9)):
        x = tf.Variable(start(rng), dtype=tf.float32)
        for _ in range(3):
            value = student.do_update(x, eta)
            seen.append({"value": value, "x": x.numpy()})
    return seen


@check(
    part="do_update",
    points=3,
    tolerance={
        "values": CLOSE,
        "x": CLOSE,
        "do_update is a tf.function": Exact(),
        "steps run as a graph": Exact(),
        "traced again for the same arguments": OneOf(0),
    },
)
def do_update_runs_as_a_graph(student, rng):
    """do_update is a tf.function whose Python body does not run in every step."""
    import tensorflow as tf

    update = student.do_update
    x = tf.Variable(start(rng), dtype=tf.float32)
    eta = between(rng, 0.05, 0.4)
    values = [update(x, eta)]
    first = traces(update)
    values += [update(x, eta), update(x, eta)]
    seen = {
        "values": values,
        "x": x.numpy(),
        "do_update is a tf.function": is_tf_function(update),
        "traced again for the same arguments": traces(update) - first,
    }
    return {**seen, "steps run as a graph": first > 0 and not calls_python(update, x, eta)}


def calls_python(update, x, eta):
    """Whether the graph of a `tf.function` goes back to Python in every run."""
    import tensorflow as tf

    if tf.config.functions_run_eagerly():
        return True
    graph = update.get_concrete_function(x, eta).graph.as_graph_def()
    nodes = [*graph.node, *(node for function in graph.library.function for node in function.node_def)]
    return any(node.op in ("PyFunc", "PyFuncStateless", "EagerPyFunc") for node in nodes)


# --- descend_graph ----------------------------------------------------------------------------------------


@check(
    part="descend_graph",
    points=4,
    tolerance={"walks": CLOSE_AND_DTYPE, "most traces of do_update in one call": OneOf(0, 1)},
)
def graph_walks_and_traces(student, rng):
    """Other walks are right, and one call of descend_graph traces do_update at most once."""
    seen, counts = [], []
    for eta, steps in ((between(rng, 0.2, 0.4), 12), (between(rng, 0.92, 0.98), 20)):
        before = traces(student.do_update)
        seen.append(walk(student.descend_graph(start(rng), eta, steps)))
        counts.append(traces(student.do_update) - before)
    return {"walks": seen, "most traces of do_update in one call": max(counts)}


@check(
    part="descend_graph",
    points=6,
    tolerance={
        "walks": CLOSE,
        "most runs of do_update's Python body in one call": OneOf(0, 1),
        "do_update itself was used, not its Python body alone": Exact(),
    },
)
def graph_follows_another_do_update(student, rng):
    """With a do_update that heads elsewhere, every step goes there, and its Python body runs at most once a call."""
    update, runs = other_update(between(rng, 5.0, 9.0))
    again = student.fresh(replacing={"do_update": update})
    seen, counts = [], []
    for eta, steps in ((between(rng, 0.05, 0.15), 9), (between(rng, 0.6, 0.8), 5)):
        before = len(runs)
        seen.append(walk(again.descend_graph(x0=start(rng), eta=eta, steps=steps)))
        counts.append(len(runs) - before)
    return {
        "walks": seen,
        "most runs of do_update's Python body in one call": max(counts),
        "do_update itself was used, not its Python body alone": traces(update) > 0,
    }


# --- descend_optimizer ------------------------------------------------------------------------------------


@check(part="descend_optimizer", points=4, tolerance=CLOSE_AND_DTYPE)
def optimizer_walks(student, rng):
    """Other walks are right, with shrinking swings too, and consist of float32 arrays."""
    return [
        walk(student.descend_optimizer(start(rng), between(rng, 0.15, 0.4), 8)),
        walk(student.descend_optimizer(x0=start(rng), eta=between(rng, 0.92, 0.98), steps=12)),
    ]


@check(part="descend_optimizer", points=4, tolerance=CLOSE)
def optimizer_follows_another_sgd(student, rng):
    """With an SGD that scales every gradient, every step of descend_optimizer is scaled."""
    with ScaledSGD(between(rng, 1.4, 1.9)):
        return walk(student.fresh().descend_optimizer(start(rng), between(rng, 0.1, 0.3), 7))


# --- descend_multi ----------------------------------------------------------------------------------------


@check(part="descend_multi", points=2, tolerance=CLOSE)
def multi_in_five_dimensions(student, rng):
    """Five dimensions that depend on each other, a few steps away from the minimum."""
    import numpy as np
    import tensorflow as tf

    W, target = rng.normal(size=(3, 5)), rng.uniform(-0.9, 0.9, size=3)

    @as_graph_callable
    def f(p):
        miss = tf.tanh(tf.linalg.matvec(tf.constant(0.4 * W, p.dtype), p)) - tf.constant(target, p.dtype)
        return tf.reduce_sum(miss * miss) + 0.05 * tf.reduce_sum(p * p) + 1000.0  # differences of f drown in this

    return student.descend_multi(f, rng.uniform(-2.0, 2.0, size=5).astype(np.float32), 0.3, 4)


@check(part="descend_multi", points=2, tolerance=CLOSE)
def multi_in_a_curved_valley(student, rng):
    """A curved valley in two dimensions, high above zero, and one single step there."""
    import numpy as np

    @as_graph_callable
    def valley(p):
        return (1.0 - p[0]) ** 2 + 5.0 * (p[1] - p[0] ** 2) ** 2 + 2000.0

    x0 = rng.uniform(-1.5, 1.5, size=(2, 2)).astype(np.float32)
    return [student.descend_multi(valley, x0[0], 0.01, 6), student.descend_multi(f=valley, x0=x0[1], eta=0.02, steps=1)]


@check(part="descend_multi", points=2, tolerance=CLOSE)
def multi_in_one_dimension(student, rng):
    """One dimension gives an array of one entry: on a curve, where the value rises, and where f is nearly flat."""
    import numpy as np
    import tensorflow as tf

    @as_graph_callable
    def curve(p):
        return tf.exp(0.5 * p[0]) + tf.cos(p[0]) - p[0]

    @as_graph_callable
    def bowl(p):
        return 0.5 * (p[0] - 1.0) ** 2

    @as_graph_callable
    def flat(p):
        return 0.002 * (p[0] - 3.0) ** 2

    def near(low, high):
        return rng.uniform(low, high, size=1).astype(np.float32)

    return {
        "curve": student.descend_multi(curve, near(2.0, 4.0), between(rng, 0.1, 0.2), 3),
        "growing swings": student.descend_multi(bowl, near(2.0, 4.0), between(rng, 2.1, 2.3), 4),
        "nearly flat": student.descend_multi(flat, near(3.4, 3.8), 40.0, 8),
    }


# --- diverges ---------------------------------------------------------------------------------------------


@check(part="diverges", points=3, tolerance=Exact())
def diverges_near_the_limits(student, rng):
    """Learning rates shortly below and above 1 and on both sides of 0 are told apart, from either side of 2."""
    etas = [0.99, 1.01, 0.01, -0.01, between(rng, 0.55, 0.9), between(rng, 1.03, 1.2), between(rng, -0.3, -0.05)]
    return {f"eta {eta}": student.diverges(eta, start(rng), 30) for eta in etas}


@check(part="diverges", points=3, tolerance=Exact())
def diverges_beyond_all_numbers(student, rng):
    """Walks that leave the range of float32 diverge, short ones too; others from the same points do not."""
    far = start(rng)
    return {
        "overflow": student.diverges(eta=between(rng, 5.0, 6.0), x0=far, steps=50),
        "overflow at once": student.diverges(-5.5, steps=49, x0=far),
        "one step away": student.diverges(1.3, far, 1),
        "one step towards": student.diverges(0.7, far, 1),
        "from near 0 towards": student.diverges(between(rng, 0.2, 0.3), between(rng, -0.9, 0.9), 10),
        "from near 0 away": student.diverges(1.02, between(rng, -0.9, 0.9), 5),
        "two steps": [student.diverges(eta, far, 2) for eta in (0.2, 1.1, -0.2)],
        "defaults": [student.diverges(eta) for eta in (0.3, 0.98, 1.02)],
    }


# --- sgd_linear -------------------------------------------------------------------------------------------


@check(part="sgd_linear", points=3, tolerance=CLOSE)
def sgd_on_other_samples(student, rng):
    """Many rows and few, one pass and several: each sample moves the weights in its turn."""
    seen = []
    for n, d, eta, epochs in ((12, 4, 0.05, 3), (2, 5, 0.1, 4), (6, 1, 0.2, 1)):
        X = rng.normal(size=(n, d))
        seen.append(student.sgd_linear(X, X @ rng.normal(size=d) + rng.normal(size=n), eta, epochs))
    X = rng.normal(size=(5, 2))  # small targets: the error is small from the start
    return [*seen, student.sgd_linear(X, 0.01 * rng.normal(size=5), 0.1, 3)]


@check(part="sgd_linear", points=2, tolerance=CLOSE_AND_DTYPE)
def sgd_gives_float64(student, rng):
    """The weights are float64, for a single sample too."""
    X = rng.normal(size=(1, 3))
    return student.sgd_linear(X, rng.normal(size=1) + 3.0, eta=0.3, epochs=2)
