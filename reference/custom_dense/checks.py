"""Hidden checks of `custom_dense`."""

from grader import Judgement, check, compare
from visible import (
    CLOSE,
    Affine,
    Square,
    Stretch,
    fill,
    fresh_keras_layer,
    fresh_naive_layer,
    judge_new_keras_layer,
    judge_new_naive_layer,
    nested,
    numbers,
    trained_sequential,
    value,
)

# --- SimpleDense ------------------------------------------------------------------------------------------


@check(part="SimpleDense", points=6, cases=3, judge=judge_new_keras_layer)
def simple_dense_infers_its_input_size(student, rng, case):
    """The first input decides about the size of W: 19 or 33 features, in rows, in sequences or in images."""
    import tensorflow as tf

    layer = student.SimpleDense(units=[25, 16, 24][case])
    shape = [(2, 33), (2, 3, 19), (1, 2, 2, 33)][case]
    return fresh_keras_layer(layer, rng, lambda new: new(tf.constant(numbers(rng, *shape))))


@check(part="SimpleDense", points=4, cases=4, tolerance=CLOSE)
def simple_dense_applies_callables(student, rng, case):
    """An activation may be any callable, one that was made up included."""
    import tensorflow as tf

    activation = [tf.nn.relu, tf.tanh, lambda z: z * z - 0.5 * z, tf.nn.softmax][case]
    units, input_dim = [(7, 3), (1, 6), (5, 5), (3, 12)][case]
    layer = student.SimpleDense(units, activation)
    x = tf.constant(numbers(rng, 1 + 3 * case, input_dim))
    layer(x)
    return fill(layer, rng, input_dim, units)(x)


@check(part="SimpleDense", points=4, cases=8, tolerance=CLOSE)
def simple_dense_applies_named_activations(student, rng, case):
    """An activation may be a name that Keras knows, or None."""
    import tensorflow as tf

    activation = ["sigmoid", "softmax", "relu", None, "tanh", "linear", "elu", "softplus"][case]
    units, input_dim = [(6, 4), (4, 9), (1, 5), (8, 8), (3, 1), (5, 2), (2, 6), (4, 4)][case]
    layer = student.SimpleDense(units, activation=activation)
    x = tf.constant(numbers(rng, 7, input_dim))
    layer(x)
    return fill(layer, rng, input_dim, units)(x)


@check(part="SimpleDense", points=4, cases=4, tolerance=CLOSE)
def simple_dense_takes_any_leading_dimensions(student, rng, case):
    """Sequences (rank 3), images (rank 4) and more: only the last dimension is mixed."""
    import tensorflow as tf

    shape = [(2, 7, 5), (3, 2, 4, 6), (5, 5, 5), (2, 1, 3, 2, 4)][case]
    units = [3, 4, 5, 2][case]
    layer = student.SimpleDense(units, activation=["relu", None, "softmax", "tanh"][case])
    x = tf.constant(numbers(rng, *shape))
    layer(x)
    return fill(layer, rng, shape[-1], units)(x)


@check(part="SimpleDense", points=4, tolerance=CLOSE)
def simple_dense_trains_in_a_deeper_sequential(student, rng):
    """Three layers whose input size only the first batch tells, trained step by step in a graph."""
    import tensorflow as tf
    from tensorflow import keras

    layers = [
        student.SimpleDense(6, activation=tf.nn.relu),
        student.SimpleDense(5, activation="sigmoid"),
        student.SimpleDense(3),
    ]
    model = keras.Sequential(layers)
    model(tf.constant(numbers(rng, 8, 7)))
    return trained_sequential(model, layers, rng, input_dim=7, units=[6, 5, 3], steps=5)


@check(part="SimpleDense", points=4, cases=4, tolerance=CLOSE)
def simple_dense_survives_its_config(student, rng, case):
    """A layer that was built and used comes back from its config with the same settings."""
    import tensorflow as tf

    units, input_dim = [(4, 6), (7, 2), (2, 5), (5, 3)][case]
    layer = student.SimpleDense(units, ["relu", "softmax", None, "sigmoid"][case])
    x = tf.constant(numbers(rng, 5, input_dim))
    layer(x)
    copy = type(layer).from_config(layer.get_config())
    copy(x)
    return fill(copy, rng, input_dim, units)(x)


# --- NaiveDense -------------------------------------------------------------------------------------------


@check(part="NaiveDense", points=4, cases=3, judge=judge_new_naive_layer)
def naive_dense_starts_right_in_all_sizes(student, case):
    """W and b have the sizes that were asked for, W is random, b is zeros."""
    import tensorflow as tf

    input_size, output_size = [(17, 32), (24, 24), (40, 18)][case]
    activation = [tf.tanh, tf.nn.relu, tf.nn.softmax][case]
    return fresh_naive_layer(student.NaiveDense(input_size=input_size, output_size=output_size, activation=activation))


@check(part="NaiveDense", points=4, cases=4, tolerance=CLOSE)
def naive_dense_applies_its_activation(student, rng, case):
    """The activation is applied to x·W + b, whatever callable it is, and every layer has its own."""
    import tensorflow as tf

    activation = [lambda z: z * z - 0.5 * z, tf.nn.softmax, tf.tanh, tf.nn.relu][case]
    input_size, output_size = [(6, 3), (4, 4), (1, 5), (11, 2)][case]
    layer = student.NaiveDense(input_size, output_size, activation)
    other = student.NaiveDense(input_size, output_size, tf.sin)
    fill(layer, rng, input_size, output_size)
    fill(other, rng, input_size, output_size)
    x = tf.constant(numbers(rng, 1 + 2 * case, input_size))
    return {"output": layer(x), "output of another layer": other(x)}


@check(part="NaiveDense", points=4, cases=2, tolerance=CLOSE)
def naive_dense_learns_through_its_weights(student, rng, case):
    """Gradients reach weights = [W, b], and steps taken on them change the layer."""
    import tensorflow as tf

    size = [(5, 3), (4, 4)][case]
    layer = student.NaiveDense(*size, tf.tanh)
    fill(layer, rng, *size)
    x, y = tf.constant(numbers(rng, 6, size[0])), tf.constant(numbers(rng, 6, size[1], scale=0.5))
    for _ in range(3):
        weights = list(layer.weights)
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((tf.cast(layer(x), tf.float32) - y) ** 2)
        for weight, gradient in zip(weights, tape.gradient(loss, weights), strict=True):
            weight.assign_sub(0.02 * gradient)
    return {
        "weights": nested(layer.weights),
        "W": value(layer.W),
        "b": value(layer.b),
        "output": layer(x),
    }


def kinds_of(things):
    """The modules of the classes of things, those of base classes and of what containers hold included."""
    modules, waiting, rounds = set(), list(things), 0
    while waiting and rounds < 1000:
        thing, rounds = waiting.pop(), rounds + 1
        modules.update(str(base.__module__) for base in type(thing).__mro__)
        if isinstance(thing, (list, tuple, set)):
            waiting.extend(thing)
        elif isinstance(thing, dict):
            waiting.extend(thing.values())
    return modules


def judge_plain(seen, expected):
    """Right output, and nothing of Keras in the class, in what it holds, or at work while it is made or called."""
    difference = compare(seen["output"], expected["output"], CLOSE)
    if difference is not None:
        return Judgement.failed(difference.message, difference=difference)
    for key, where in (("held", "in the layer"), ("ran", "at work when the layer is made or called")):
        found = [str(name) for name in seen[key]]
        if not found or any("keras" in name.split(".") for name in found):
            return Judgement.failed(f"There is something of Keras {where}.")
    return Judgement.passed()


@check(part="NaiveDense", points=4, judge=judge_plain)
def naive_dense_is_plain(student, rng):
    """The layer computes by itself: no base class of Keras, no layer of Keras inside."""
    import sys

    import tensorflow as tf

    x = tf.constant(numbers(rng, 6, 5))
    ran = set()

    def watch(frame, event, argument):
        if event == "call":
            ran.add(str(frame.f_globals.get("__name__")))

    def watched(function, *arguments):
        sys.setprofile(watch)
        try:
            return function(*arguments)
        finally:
            sys.setprofile(None)

    layer = watched(student.NaiveDense, 5, 4, tf.tanh)
    fill(layer, rng, 5, 4)
    slots = [name for base in type(layer).__mro__ for name in vars(base).get("__slots__", ())]
    held = [getattr(layer, "__dict__", {}), [getattr(layer, name, None) for name in slots if name != "__dict__"]]
    output = watched(layer, x)
    return {"output": output, "held": sorted(kinds_of([layer, *held])), "ran": sorted(ran)}


# --- NaiveSequential --------------------------------------------------------------------------------------


def chain(rng, case):
    """Layers of the grader's own: more or fewer of them, with 0, 1, 2 or 3 weights each; the width of the input."""
    if case == 0:
        return [Affine(numbers(rng, 3, 2), numbers(rng, 2))], 3
    if case == 1:
        return [Stretch(numbers(rng, 4)), Affine(numbers(rng, 4, 4, scale=0.5)), Square()], 4
    if case == 2:
        first = Affine(numbers(rng, 2, 5), numbers(rng, 5), numbers(rng, 5))
        return [Square(), first, Stretch(numbers(rng, 5)), Affine(numbers(rng, 5, 3), numbers(rng, 3))], 2
    layers = [Affine(numbers(rng, 3, 3, scale=0.6), numbers(rng, 3)) for _ in range(3)]
    return [layers[0], Stretch(numbers(rng, 3)), layers[1], Square(), layers[2], Stretch(numbers(rng, 3))], 3


@check(part="NaiveSequential", points=4, cases=4, tolerance=CLOSE)
def naive_sequential_chains_any_number_of_layers(student, rng, case):
    """One layer or six, of other sizes, some without weights; every model has its own layers."""
    import tensorflow as tf

    layers, width = chain(rng, case)
    model = student.NaiveSequential(layers=layers)
    layers, other_width = chain(rng, 3 - case)
    other = student.NaiveSequential(layers=layers)
    return {
        "output": model(tf.constant(numbers(rng, 6, width))),
        "output of another model": other(tf.constant(numbers(rng, 6, other_width))),
    }


@check(part="NaiveSequential", points=4, cases=4, tolerance=CLOSE)
def naive_sequential_keeps_the_weights_in_order(student, rng, case):
    """Every layer's weights follow in order, however many each one has; every model has its own."""
    layers, _ = chain(rng, case)
    model = student.NaiveSequential(layers)
    layers, _ = chain(rng, 3 - case)
    other = student.NaiveSequential(layers)
    return {"weights": nested(model.weights), "weights of another model": nested(other.weights)}


@check(part="NaiveSequential", points=3, cases=2, tolerance=CLOSE)
def naive_sequential_learns_through_its_weights(student, rng, case):
    """Gradients with respect to weights train the whole chain."""
    import tensorflow as tf

    layers, width = chain(rng, 2 + case)
    model = student.NaiveSequential(layers)
    x = tf.constant(numbers(rng, 6, width))
    for _ in range(3):
        weights = list(model.weights)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.sin(model(x)) ** 2)
        for weight, gradient in zip(weights, tape.gradient(loss, weights), strict=True):
            weight.assign_sub(0.1 * gradient)
    return {"weights": nested([layer.weights for layer in layers]), "output": model(x)}
