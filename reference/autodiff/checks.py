"""Hidden checks of `autodiff`: other functions, the same properties."""

from visible import CLOSE, counted, graph_ready, layer, rounded, weighted

from grader import OneOf, check

# A right way may call f more than once: for its value, once for each derivative, again to trace a graph.
FEW = OneOf(*range(1, 17))


def between(rng, low, high):
    """A random Python float with two digits after the point."""
    return round(float(rng.uniform(low, high)), 2)


def signed(rng, low, high):
    """A random Python float of either sign, not close to 0."""
    return float(rng.choice([-1.0, 1.0])) * between(rng, low, high)


# Each of these makes a function that bends everywhere, and whose slope and curvature are not close to zero.


def growth(rng, offset=0.0):
    """A polynomial plus an exponential: slope and curvature are positive where x is."""
    import tensorflow as tf

    a, b, c = between(rng, 0.5, 1.5), between(rng, 0.3, 0.6), between(rng, 0.5, 1.5)
    return graph_ready(lambda x: weighted([offset, c, 1.0], x + a * x**3, tf.exp(b * x)))


def neurons(rng):
    """Three neurons with weights of their own in a `tf.Variable`, as in a network, and a line besides."""
    import numpy as np
    import tensorflow as tf

    inner = tf.Variable(rng.uniform(0.3, 0.9, size=3).astype(np.float32))
    outer = tf.constant(rng.uniform(0.5, 1.0, size=3), tf.float32)
    return graph_ready(lambda x: tf.reduce_sum(outer * tf.nn.softplus(inner * x)) + 0.5 * x)


def half_held(rng):
    """A function of which half is held back: a tape sees a slope, and a curvature, unlike that of its values."""
    import tensorflow as tf

    a, b = between(rng, 0.8, 1.5), between(rng, 0.4, 0.8)
    return graph_ready(lambda x: a * x * x * tf.stop_gradient(tf.exp(b * x)) + tf.stop_gradient(x**3))


def stepped(rng):
    """The square of x rounded to halves, plus a line; a tape sees nothing of the rounding."""
    a, b = between(rng, 0.6, 1.4), between(rng, 0.5, 1.5)
    return graph_ready(lambda x: a * (0.5 * rounded(2.0 * x)) ** 2 + b * x)


# --- derivative -------------------------------------------------------------------------------------------


@check(part="derivative", points=4, cases=2, tolerance=CLOSE)
def derivative_of_other_functions(student, rng):
    """Other functions at other points have the right slope, far above zero and with weights of their own too."""
    return {
        "growth": student.derivative(growth(rng), between(rng, 0.4, 1.6)),
        "growth far above zero": student.derivative(growth(rng, 2000.0), between(rng, 0.4, 1.6)),
        "neurons": student.derivative(neurons(rng), signed(rng, 0.5, 2.0)),
        "negative": student.derivative(x=-between(rng, 1.5, 2.5), f=graph_ready(lambda x: 1.0 / x + x * x)),
    }


@check(part="derivative", points=4, tolerance={"slopes": CLOSE, "calls of f": FEW})
def derivative_is_no_difference(student, rng):
    """Functions of which a part is held back from the tape, and f is called a few times only."""
    f, runs = counted(half_held(rng))
    slopes = [student.derivative(f, signed(rng, 0.5, 1.5))]
    calls = len(runs)
    slopes += [student.derivative(stepped(rng), between(rng, 1.0, 3.0)), student.derivative(f, between(rng, 1.6, 2.0))]
    return {"slopes": slopes, "calls of f": calls}


# --- partials ---------------------------------------------------------------------------------------------


@check(part="partials", points=4, cases=2, tolerance=CLOSE)
def partials_of_other_functions(student, rng):
    """Other functions of two numbers at other points, far above zero and with weights of their own too."""
    import tensorflow as tf

    one, other, far = growth(rng), neurons(rng), growth(rng, 2000.0)
    a, b, same = between(rng, 0.5, 1.5), between(rng, 2.0, 3.0), between(rng, 0.5, 1.5)
    sums = graph_ready(lambda x, y: weighted([0.0, 1.0, b], far(x), other(y)))
    product = graph_ready(lambda x, y: one(x) * other(y))
    ratio = graph_ready(lambda x, y: (a + x * x) / (b + tf.exp(0.5 * y)))
    return {
        "sum": student.partials(sums, between(rng, 0.4, 1.6), signed(rng, 0.5, 2.0)),
        "product": student.partials(product, between(rng, 0.4, 1.2), signed(rng, 0.5, 2.0)),
        "ratio": student.partials(y=between(rng, 0.5, 1.5), x=-between(rng, 1.0, 2.0), f=ratio),
        "where x is y": student.partials(ratio, same, same),
    }


@check(part="partials", points=4, tolerance={"partials": CLOSE, "calls of f": FEW})
def partials_are_no_differences(student, rng):
    """Functions of which a part is held back from the tape, and f is called a few times only."""
    import tensorflow as tf

    one, other, near = half_held(rng), half_held(rng), stepped(rng)
    f, runs = counted(lambda x, y: one(x) + x * other(y) + tf.stop_gradient(x * y) * y)
    seen = [student.partials(f, signed(rng, 0.5, 1.2), signed(rng, 0.5, 1.2))]
    calls = len(runs)
    seen.append(student.partials(graph_ready(lambda x, y: near(x) * y), between(rng, 1.0, 3.0), between(rng, 0.5, 2.0)))
    return {"partials": seen, "calls of f": calls}


# --- tanh_loss_gradient -----------------------------------------------------------------------------------


@check(part="tanh_loss_gradient", points=7, cases=2, tolerance=CLOSE)
def tanh_loss_of_other_layers(student, rng):
    """Other layers: one output, one input, a single weight, square ones and long ones."""
    return [student.tanh_loss_gradient(*layer(rng, m, d)) for m, d in ((1, 4), (5, 1), (1, 1), (3, 3), (7, 6), (2, 12))]


@check(part="tanh_loss_gradient", points=6, tolerance=CLOSE)
def tanh_loss_far_from_the_target(student, rng):
    """Targets that tanh never reaches, and targets that it nearly has reached."""
    near, far = layer(rng, 3, 4, far=0.1), layer(rng, 4, 3, far=6.0)
    return {
        "near": student.tanh_loss_gradient(*near),
        "far": student.tanh_loss_gradient(y=far[2], x=far[1], W=far[0]),
    }


# --- second_derivative ------------------------------------------------------------------------------------


@check(part="second_derivative", points=5, cases=2, tolerance=CLOSE)
def second_derivative_of_other_functions(student, rng):
    """Other functions at other points have the right curvature, far above zero and with weights of their own too."""
    return {
        "growth": student.second_derivative(growth(rng), between(rng, 0.4, 1.6)),
        "growth far above zero": student.second_derivative(growth(rng, 2000.0), between(rng, 0.4, 1.6)),
        "neurons": student.second_derivative(neurons(rng), signed(rng, 0.3, 1.0)),
        "negative": student.second_derivative(t=-between(rng, 0.8, 1.5), f=graph_ready(lambda t: 1.0 / t + 2.0 * t**4)),
    }


@check(part="second_derivative", points=5, tolerance={"curvatures": CLOSE, "calls of f": FEW})
def second_derivative_is_no_difference(student, rng):
    """Functions of which a part is held back from both tapes, and f is called a few times only."""
    import tensorflow as tf

    a = between(rng, 0.8, 1.5)
    f, runs = counted(half_held(rng))
    seen = [student.second_derivative(f, signed(rng, 0.5, 1.5))]
    calls = len(runs)
    seen.append(student.second_derivative(stepped(rng), between(rng, 1.0, 3.0)))
    wave = graph_ready(lambda t: a * t * t * tf.stop_gradient(t) + t**4)
    seen.append(student.second_derivative(wave, between(rng, 1.0, 2.0)))
    return {"curvatures": seen, "calls of f": calls}


# --- chain ------------------------------------------------------------------------------------------------


@check(part="chain", points=7, cases=2, tolerance=CLOSE)
def chain_of_other_functions(student, rng):
    """Other chains, of one function to five, some of them more than once, with weights of their own."""
    import tensorflow as tf

    one, other, line = growth(rng), neurons(rng), graph_ready(lambda x: 1.0 - 0.7 * x)
    return {
        "one": student.chain([one], between(rng, 0.4, 1.6)),
        "two": student.chain([one, other], between(rng, 0.4, 1.6)),
        "three": student.chain([other, tf.sqrt, one], between(rng, 0.5, 1.0)),
        "five": student.chain(x=between(rng, 0.2, 0.8), fs=[other, line, tf.tanh, other, other]),
    }


@check(part="chain", points=6, tolerance={"results": CLOSE, "calls of a function": FEW})
def chain_is_no_difference(student, rng):
    """Chains of functions of which a part is held back from the tape, and each is called a few times only."""
    import tensorflow as tf

    held, runs = counted(half_held(rng))
    near = stepped(rng)
    seen = [student.chain([tf.sin, held, near], between(rng, 0.6, 1.0))]
    calls = len(runs)
    seen.append(student.chain([near, held], -between(rng, 0.5, 0.9)))
    return {"results": seen, "calls of a function": calls}
