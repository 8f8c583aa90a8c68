"""Visible checks of `custom_dense`, and the helpers that the hidden ones share."""

import numpy as np

from grader import Judgement, Tolerance, check, compare

# float32 results: right ways differ by some 1e-6; a wrong formula, or float16 inside, by far more.
CLOSE = Tolerance(rtol=3e-5, atol=1e-5)


# --- helpers of the probes (they run beside the student's code) -------------------------------------------


def numbers(rng, *shape, scale=1.0):
    """Normally distributed float32 numbers."""
    return (scale * rng.normal(size=shape)).astype("float32")


def value(variable):
    """A copy of a variable's numbers."""
    return np.array(variable)


def fill(layer, rng, input_dim, units):
    """Give a layer that has its weights new, known ones, through its attributes."""
    layer.W.assign(numbers(rng, input_dim, units, scale=1.5 / input_dim**0.5))
    layer.b.assign(numbers(rng, units, scale=0.5))
    return layer


def fresh_keras_layer(layer, rng, make):
    """What a layer says of its weights before `make` makes them, after that, and after new values are assigned."""
    before = len(layer.weights)
    make(layer)
    weights, bias = value(layer.W), value(layer.b)
    layer.W.assign(numbers(rng, *weights.shape))
    layer.b.assign(numbers(rng, *bias.shape))
    return {"before": before, "W": weights, "b": bias, "trainable": [value(w) for w in layer.trainable_weights]}


def fresh_naive_layer(layer):
    """The values of a new NaiveDense and the names of what its weights are."""
    return {
        "W": value(layer.W),
        "b": value(layer.b),
        "kinds": [[f"{base.__module__}.{base.__name__}" for base in type(w).__mro__] for w in (layer.W, layer.b)],
    }


def trained_sequential(model, layers, rng, input_dim, units, steps):
    """Give the layers known weights, train them by plain gradient descent in a graph, return what became of them."""
    from tensorflow import keras

    for layer, rows, columns in zip(layers, [input_dim, *units[:-1]], units, strict=True):
        fill(layer, rng, rows, columns)
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mean_squared_error", jit_compile=False)
    x = numbers(rng, steps, 8, input_dim)
    y = numbers(rng, steps, 8, units[-1], scale=0.5)
    for i in range(steps):
        model.train_on_batch(x[i], y[i])
    seen = {f"layer {i + 1}": {"W": value(layer.W), "b": value(layer.b)} for i, layer in enumerate(layers)}
    return seen | {"output": value(model(x[0]))}


class Affine:
    """A small layer for NaiveSequential: x·A + c."""

    def __init__(self, *values):
        import tensorflow as tf

        self.weights = [tf.Variable(v) for v in values]

    def __call__(self, inputs):
        import tensorflow as tf

        outputs = tf.matmul(inputs, self.weights[0])
        for offset in self.weights[1:]:
            outputs = outputs + offset
        return outputs


class Stretch:
    """A small layer for NaiveSequential with one weight: sin(x)·s."""

    def __init__(self, factors):
        import tensorflow as tf

        self.weights = [tf.Variable(factors)]

    def __call__(self, inputs):
        import tensorflow as tf

        return tf.sin(inputs) * self.weights[0]


class Square:
    """A small layer for NaiveSequential without weights: x²."""

    def __init__(self):
        self.weights = []

    def __call__(self, inputs):
        return inputs * inputs


def nested(weights):
    """The values of a list of weights, its nesting kept."""
    if isinstance(weights, (list, tuple)):
        return [nested(w) for w in weights]
    return value(weights)


# --- judges (they run in the grader) ----------------------------------------------------------------------


def fault_of_new_weights(seen, expected):
    """What is wrong with new weights: a sentence, or None."""
    weights, bias = seen["W"], seen["b"]
    for name, array, like in (("W", weights, expected["W"]), ("b", bias, expected["b"])):
        if not isinstance(array, np.ndarray) or array.dtype.kind != "f":
            return f"{name} does not hold real numbers."
        if array.shape != like.shape:
            return f"{name} has shape {array.shape}, but should have {like.shape}."
        if not np.isfinite(array).all():
            return f"{name} is not finite."
    if bias.any():
        return "b does not start at zeros."
    # Random numbers of any distribution have full rank, and no single value fills most of the matrix.
    most = np.unique(weights, return_counts=True)[1].max()
    rank = np.linalg.matrix_rank(weights.astype("float64"), rtol=1e-6)
    if most > 0.75 * weights.size or rank < min(weights.shape):
        return "W does not start at random values."
    return None


def kind_of_new_weights(seen, expected):
    """The kind of mistake, where shapes tell it, or ""."""
    shapes = [(np.shape(seen[name]), np.shape(expected[name])) for name in ("W", "b")]
    if any(found != wanted and found == wanted[::-1] for found, wanted in shapes):
        return "transposed"
    wrong = [(found, wanted) for found, wanted in shapes if found != wanted]
    return "extra_axis" if wrong and all(found in ((1, *wanted), (*wanted, 1)) for found, wanted in wrong) else ""


def judge_new_keras_layer(seen, expected):
    """No weights first, then W random and b zeros, both of them trainable."""
    if type(seen["before"]) is not int or seen["before"] != 0:
        return Judgement.failed("The layer has weights before it is built.")
    fault = fault_of_new_weights(seen, expected)
    if fault:
        return Judgement.failed(fault, diagnosis=kind_of_new_weights(seen, expected))
    found = list(seen["trainable"])
    if len(found) != len(expected["trainable"]):
        return Judgement.failed(f"trainable_weights holds {len(found)} weights, but should hold W and b.")
    for wanted in expected["trainable"]:
        if not any(compare(weight, wanted, CLOSE) is None for weight in found):
            return Judgement.failed("trainable_weights does not hold the layer's W and b themselves.")
    return Judgement.passed()


def judge_new_naive_layer(seen, expected):
    """W random and b zeros, both of them variables of TensorFlow."""
    for name, kinds in zip(("W", "b"), seen["kinds"], strict=True):
        if "tensorflow.python.ops.variables.Variable" not in kinds:
            return Judgement.failed(f"{name} is not a tf.Variable.")
    fault = fault_of_new_weights(seen, expected)
    return Judgement.failed(fault, diagnosis=kind_of_new_weights(seen, expected)) if fault else Judgement.passed()


# --- SimpleDense ------------------------------------------------------------------------------------------


@check(part="SimpleDense", points=7, judge=judge_new_keras_layer)
def simple_dense_makes_its_weights_in_build(student, rng):
    """build() makes a random W (input_dim, units) and a b (units,) of zeros, both trainable; before there is none."""
    return fresh_keras_layer(student.SimpleDense(20), rng, lambda layer: layer.build((None, 30)))


@check(part="SimpleDense", points=7, cases=5, tolerance=CLOSE)
def simple_dense_gives_activation_of_xw_plus_b(student, rng, case):
    """The output is activation(x·W + b) for a callable, for a name of Keras, and for None."""
    import tensorflow as tf

    activation = [None, tf.nn.relu, "relu", "tanh", "softmax"][case]
    layer = student.SimpleDense(units=4, activation=activation)
    x = tf.constant(numbers(rng, 6, 5))
    layer(x)
    return fill(layer, rng, 5, 4)(x)


@check(part="SimpleDense", points=5, tolerance=CLOSE)
def simple_dense_trains_inside_sequential(student, rng):
    """Two layers inside keras.Sequential train like any other layers of Keras."""
    from tensorflow import keras

    layers = [student.SimpleDense(4, activation="tanh"), student.SimpleDense(2)]
    model = keras.Sequential([keras.Input((3,)), *layers])
    return trained_sequential(model, layers, rng, input_dim=3, units=[4, 2], steps=3)


@check(part="SimpleDense", points=5, cases=2, tolerance=CLOSE)
def simple_dense_comes_back_from_its_config(student, rng, case):
    """from_config(get_config()) makes a layer with the same units and the same activation."""
    import tensorflow as tf

    layer = student.SimpleDense(units=3 + case, activation=["tanh", None][case])
    copy = type(layer).from_config(layer.get_config())
    x = tf.constant(numbers(rng, 4, 5))
    copy(x)
    return fill(copy, rng, 5, 3 + case)(x)


# --- NaiveDense -------------------------------------------------------------------------------------------


@check(part="NaiveDense", points=5, judge=judge_new_naive_layer)
def naive_dense_starts_with_variables(student):
    """W (input_size, output_size) is a random tf.Variable, b (output_size,) is one of zeros."""
    import tensorflow as tf

    return fresh_naive_layer(student.NaiveDense(30, 20, tf.nn.relu))


@check(part="NaiveDense", points=5, cases=2, tolerance=CLOSE)
def naive_dense_gives_activation_of_xw_plus_b(student, rng, case):
    """Calling the layer gives activation(x·W + b)."""
    import tensorflow as tf

    layer = student.NaiveDense(5, 4, [tf.nn.relu, tf.tanh][case])
    return fill(layer, rng, 5, 4)(tf.constant(numbers(rng, 6, 5)))


@check(part="NaiveDense", points=4, tolerance=CLOSE)
def naive_dense_weights_are_live(student, rng):
    """weights is [W, b], the variables themselves: what is assigned to them changes the output."""
    import tensorflow as tf

    layer = student.NaiveDense(4, 3, tf.nn.relu)
    W, b = layer.weights
    W.assign(numbers(rng, 4, 3))
    b.assign(numbers(rng, 3))
    return {"W": value(layer.W), "b": value(layer.b), "output": layer(tf.constant(numbers(rng, 6, 4)))}


# --- NaiveSequential --------------------------------------------------------------------------------------


@check(part="NaiveSequential", points=5, tolerance=CLOSE)
def naive_sequential_calls_its_layers_in_order(student, rng):
    """Each layer gets what the layer before it returned."""
    import tensorflow as tf

    model = student.NaiveSequential(
        [
            Affine(numbers(rng, 4, 3, scale=0.5), numbers(rng, 3)),
            Square(),
            Affine(numbers(rng, 3, 3, scale=0.5), numbers(rng, 3)),
        ]
    )
    return model(tf.constant(numbers(rng, 5, 4)))


@check(part="NaiveSequential", points=4, tolerance=CLOSE)
def naive_sequential_collects_all_weights(student, rng):
    """weights is one flat list: all weights of the first layer, then all of the second, and so on."""
    layers = [Affine(numbers(rng, 4, 3), numbers(rng, 3)), Affine(numbers(rng, 3, 2), numbers(rng, 2))]
    return nested(student.NaiveSequential(layers).weights)
