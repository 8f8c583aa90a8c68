"""Visible checks of `autodiff`: run them as often as you like."""

from grader import Tolerance, check

# Right ways (tapes, forward mode, graphs, XLA, formulas; float32 and float64) differ by less than a tenth of this,
# float16, rounding to three digits and finite differences by more than five times as much.
CLOSE = Tolerance(rtol=1e-5, atol=3e-6)


# --- helpers; they run inside, beside the submission ------------------------------------------------------


def graph_ready(f):
    """The function f, marked so that a `tf.function` around it takes it as it is."""
    import tensorflow as tf

    return tf.autograph.experimental.do_not_convert(f)


def weighted(weights, *terms):
    """The first weight plus scalar terms times the others, in float32; terms of another dtype or shape do not fit."""
    import tensorflow as tf

    return tf.tensordot(tf.constant(weights, tf.float32), tf.stack([tf.ones([]), *terms]), axes=1)


def rounded(x):
    """x rounded, but with the derivative 1: what rounding adds is held back from the tape."""
    import tensorflow as tf

    return x + tf.stop_gradient(tf.round(x) - x)


def counted(f):
    """The function f, and a list that grows whenever its Python body runs."""
    runs = []

    def counting(*arguments):
        runs.append(1)
        return f(*arguments)

    return graph_ready(counting), runs


# --- derivative -------------------------------------------------------------------------------------------


@check(part="derivative", points=3, tolerance=CLOSE)
def derivative_of_simple_functions(student):
    """derivative gives 6 for x² at 3, 48 for x³ at 4, and the slopes of a polynomial and of a wave."""
    import tensorflow as tf

    def polynomial(x):
        return weighted([1.0, 0.5, -2.0, 1.5], x * x * x, x * x, x)

    def wave(x):
        return 1000.0 + tf.sin(2.0 * x) * tf.exp(0.5 * x)

    return {
        "x² at 3": student.derivative(graph_ready(lambda x: x**2), 3.0),
        "x³ at 4": student.derivative(graph_ready(lambda x: x**3), 4.0),
        "a polynomial at -1.5": student.derivative(f=graph_ready(polynomial), x=-1.5),
        "a wave at 0.3": student.derivative(graph_ready(wave), 0.3),
    }


@check(part="derivative", points=4, tolerance=CLOSE)
def derivative_comes_from_a_tape(student):
    """What tf.stop_gradient holds back counts as a constant: 18 for x²·stop(x) at 3, where differences give 27."""
    import tensorflow as tf

    return {
        "x²·stop(x) at 3": student.derivative(graph_ready(lambda x: x**2 * tf.stop_gradient(x)), 3.0),
        "stop(sin x)·x at -2": student.derivative(graph_ready(lambda x: tf.stop_gradient(tf.sin(x)) * x), -2.0),
        "round(x)² at 1.8": student.derivative(graph_ready(lambda x: rounded(x) ** 2), 1.8),
    }


# --- partials ---------------------------------------------------------------------------------------------


@check(part="partials", points=3, tolerance=CLOSE)
def partials_of_simple_functions(student):
    """partials gives (24, 1) for 3x² + y at (4, 2), and both derivatives of other functions, x first."""
    import tensorflow as tf

    def surface(x, y):
        return weighted([1000.0, 2.0, -0.5], tf.sin(x) * y, tf.exp(x - y))

    return {
        "3x² + y at (4, 2)": student.partials(graph_ready(lambda x, y: 3.0 * x**2 + y), 4.0, 2.0),
        "x·y² at (5, 3)": student.partials(graph_ready(lambda x, y: x * y**2), 5.0, 3.0),
        "a surface at (-0.7, 1.2)": student.partials(f=graph_ready(surface), x=-0.7, y=1.2),
    }


@check(part="partials", points=4, tolerance=CLOSE)
def partials_come_from_a_tape(student):
    """What tf.stop_gradient holds back counts as a constant for both derivatives."""
    import tensorflow as tf

    def held(x, y):
        return x**2 * tf.stop_gradient(y) + tf.stop_gradient(x) * y**3

    return {
        "x²·stop(y) + stop(x)·y³ at (3, 2)": student.partials(graph_ready(held), 3.0, 2.0),
        "round(x)·round(y) at (1.6, -3.3)": student.partials(
            graph_ready(lambda x, y: rounded(x) * rounded(y)), 1.6, -3.3
        ),
    }


# --- tanh_loss_gradient -----------------------------------------------------------------------------------


@check(part="tanh_loss_gradient", points=6, tolerance=CLOSE)
def tanh_loss_of_small_layers(student):
    """The gradient for two small layers: one that is zero, where you can verify it by hand, and another one."""
    import numpy as np

    x, y = np.array([1.0, 2.0], dtype=np.float32), np.array([1.0, -1.0], dtype=np.float32)
    W = np.array([[0.5, -1.0, 0.25], [-0.75, 0.5, 1.0]], dtype=np.float32)
    return {
        "zero": student.tanh_loss_gradient(np.zeros((2, 2), dtype=np.float32), x, y),
        "another": student.tanh_loss_gradient(W=W, x=np.array([0.5, 1.0, -1.5], dtype=np.float32), y=y),
    }


@check(part="tanh_loss_gradient", points=6, cases=2, tolerance=CLOSE)
def tanh_loss_of_random_layers(student, rng):
    """Layers with more inputs than outputs, with more outputs than inputs, and with as many of both."""
    return [student.tanh_loss_gradient(*layer(rng, m, d)) for m, d in ((3, 5), (6, 2), (4, 4))]


def layer(rng, m, d, far=1.0):
    """Random W, x, y in float32, such that tanh bends without being flat, and no output is near its target."""
    import numpy as np

    def signed(low, high, size):
        return rng.uniform(low, high, size=size) * rng.choice([-1.0, 1.0], size=size)

    x, bends = signed(0.5, 1.5, d), signed(0.3, 1.2, m)
    W = rng.normal(scale=0.7, size=(m, d))
    W += np.outer(bends - W @ x, x) / (x @ x)  # now W x is what was drawn for it
    y = np.tanh(bends) + far * signed(0.4, 1.4, m)
    return W.astype(np.float32), x.astype(np.float32), y.astype(np.float32)


# --- second_derivative ------------------------------------------------------------------------------------


@check(part="second_derivative", points=5, tolerance=CLOSE)
def second_derivative_of_simple_functions(student):
    """second_derivative gives 9.8 for 4.9·t², 12 for t³ at 2, and the curvature of a swing and of a polynomial."""
    import tensorflow as tf

    def swing(t):
        return 1000.0 + tf.exp(-0.3 * t) * tf.cos(2.0 * t)

    def polynomial(t):
        return weighted([1.0, 0.5, -2.0, 3.0], t**4, t**3, t)

    return {
        "4.9·t² at 1": student.second_derivative(graph_ready(lambda t: 4.9 * t**2), 1.0),
        "t³ at 2": student.second_derivative(graph_ready(lambda t: t**3), 2.0),
        "a swing at 0.4": student.second_derivative(f=graph_ready(swing), t=0.4),
        "a polynomial at -1.5": student.second_derivative(graph_ready(polynomial), -1.5),
    }


@check(part="second_derivative", points=5, tolerance=CLOSE)
def second_derivative_comes_from_two_tapes(student):
    """What tf.stop_gradient holds back is a constant for both tapes: 6 for t²·stop(t) at 3."""
    import tensorflow as tf

    return {
        "t²·stop(t) at 3": student.second_derivative(graph_ready(lambda t: t**2 * tf.stop_gradient(t)), 3.0),
        "round(t)³ at -1.7": student.second_derivative(graph_ready(lambda t: rounded(t) ** 3), -1.7),
    }


# --- chain ------------------------------------------------------------------------------------------------


@check(part="chain", points=6, tolerance=CLOSE)
def chain_of_simple_functions(student):
    """chain gives (13, 12) for x² and then 3u + 1 at 2, (49, 42) for the other order, and goes on for more."""
    import tensorflow as tf

    square, line = graph_ready(lambda x: x**2), graph_ready(lambda u: 3.0 * u + 1.0)
    wave = graph_ready(lambda u: weighted([0.0, 2.0, 0.5], tf.sin(u), u * u))
    return {
        "x², 3u + 1 at 2": student.chain([square, line], 2.0),
        "3u + 1, x² at 2": student.chain([line, square], 2.0),
        "one function": student.chain(fs=[wave], x=0.7),
        "four functions": student.chain([wave, square, wave, line], -0.4),
    }


@check(part="chain", points=6, tolerance=CLOSE)
def chain_of_held_back_functions(student):
    """What tf.stop_gradient holds back counts as a constant in every function of the chain."""
    import tensorflow as tf

    held = graph_ready(lambda x: 0.5 * x * tf.stop_gradient(x))
    near = graph_ready(lambda x: 1.5 * rounded(x) + 0.25 * x)
    return {
        "x·stop(x)/2 twice": student.chain([held, held], 1.8),
        "rounded first": student.chain([near, tf.tanh, held], -0.7),
        "rounded last": student.chain([held, near], 2.2),
    }
