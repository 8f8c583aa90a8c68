"""Visible checks of `training_loop`, and what the hidden ones share with them."""

import gzip
import importlib.util
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from grader import Judgement, Tolerance, check

# Measured: right ways (float32, float64, other formulas) differ by less than a tenth of this, float16 and rounding to
# three digits by more than five times as much.
CLOSE = Tolerance(rtol=2e-5, atol=5e-6)
# A probability is kept from 0 by a bound or a summand of up to 1e-6: wide enough for both.
LOSS = Tolerance(rtol=2.5e-5, atol=5e-6)


# --- batches ----------------------------------------------------------------------------------------------


def cut(student, x, y, batch_size):
    """The batches of a submission as lists; an endless supply is cut off."""
    from itertools import islice

    pairs = list(islice(student.batches(x, y, batch_size), len(x) + 2))
    return {"x": [pair[0] for pair in pairs], "y": [pair[1] for pair in pairs], "parts": [len(pair) for pair in pairs]}


@check(part="batches", points=4, tolerance=CLOSE)
def batches_in_order(student, rng):
    """7 rows in batches of 3 are batches of 3, 3 and 1; of 2 rows 4, the last with 1; x and y are cut alike."""
    x, y = rng.normal(size=(7, 2)), rng.integers(1, 100, size=7)
    return {"batches of 3": cut(student, x, y, 3), "of 2": cut(student, x, y, 2), "of 7": cut(student, x, y, 7)}


# --- split ------------------------------------------------------------------------------------------------
# Every row of x is unique, so the rows behind a part are known again, in whatever order they come.


def split_data(rng, shape, n, fraction, classes):
    """Rows sorted by class, and six seeds."""
    x = rng.normal(size=(n, *shape))
    y = np.sort(rng.integers(classes, size=n)) + 1 if classes else np.arange(n) + 5
    seeds = [int(seed) for seed in rng.choice(100_000, size=6, replace=False)]
    given = {"x": x, "y": y, "fraction": fraction, "seeds": seeds}
    return given, {"x": x, "y": y, "validation": int(fraction * n)}


def splits_of(student, given):
    """The splits under the first seed, five others, and the first again."""
    x, y, fraction, (seed, *others) = given["x"], given["y"], given["fraction"], given["seeds"]

    def part(seed):
        x_train, y_train, x_val, y_val = student.split(x.copy(), y.copy(), fraction, seed)
        return {"x_train": x_train, "y_train": y_train, "x_val": x_val, "y_val": y_val}

    first, rest = part(seed), [part(other) for other in others]
    again = student.split(x=x.copy(), y=y.copy(), validation_fraction=fraction, seed=seed)
    return {"first": first, "others": rest, "again": dict(zip(first, again, strict=True))}


def row_numbers(rows, x):
    """For every row its number in x, -1 for one that is not there."""
    number = {row.tobytes(): i for i, row in enumerate(x.astype(np.float32) + np.float32(0))}
    return np.array([number.get(row.tobytes(), -1) for row in rows.astype(np.float32) + np.float32(0)], dtype=int)


# What is wrong with a split, by the kind of mistake.
SPLIT_WRONG = {
    "rows_decoupled": "does not belong to the rows of",
    "rows_lost": "some rows are lost, others come twice",
}


def examine_split(seen, secret):
    """(what is wrong or "", the numbers of the training rows, those of the validation rows)."""
    x, y, m = secret["x"], secret["y"], secret["validation"]
    rows = []
    for part, size in (("train", len(x) - m), ("val", m)):
        xs, ys = (seen.get(f"{name}_{part}") if isinstance(seen, dict) else None for name in "xy")
        if not (isinstance(xs, np.ndarray) and xs.shape == (size, *x.shape[1:])):
            shape = f", not {xs.shape}" if isinstance(xs, np.ndarray) else ""
            return f"x_{part} should be an array of shape {(size, *x.shape[1:])}{shape}", None, None
        if not (isinstance(ys, np.ndarray) and ys.shape == (size,)):
            shape = f", not {ys.shape}" if isinstance(ys, np.ndarray) else ""
            return f"y_{part} should be an array of shape {(size,)}{shape}", None, None
        found = row_numbers(xs, x)
        if (found < 0).any():
            return f"x_{part} holds a row that is not a row of x", None, None
        if (ys != y[found]).any():
            return f"y_{part} {SPLIT_WRONG['rows_decoupled']} x_{part}", None, None
        rows.append(found)
    if len(set(rows[0]) | set(rows[1])) < len(x):
        return SPLIT_WRONG["rows_lost"], None, None
    return "", rows[0], rows[1]


def judge_split(seen, secret):
    """Every split is whole, the first seed repeats, others give another choice of validation rows."""
    runs = [seen["first"], seen["again"], *seen["others"]]
    if len(runs) != 7:
        return Judgement.failed("split did not answer for every seed")
    examined = [examine_split(run, secret) for run in runs]
    for problem, _, _ in examined:
        if problem:
            kinds = [kind for kind, words in SPLIT_WRONG.items() if words in problem]
            return Judgement.failed(problem, diagnosis="".join(kinds))
    if any(not np.array_equal(examined[0][i], examined[1][i]) for i in (1, 2)):
        return Judgement.failed("the same seed gave another split the second time", diagnosis="seed_ignored")
    chosen = [frozenset(rows.tolist()) for _, _, rows in examined]
    others = sum(rows != chosen[0] for rows in chosen[2:])
    if others < 3:
        words = f"only {others} of 5 other seeds gave other validation rows"
        return Judgement.failed(words, diagnosis="seed_ignored")
    return Judgement.passed()


def thirty_one_rows(rng):
    """Sorted rows of three classes."""
    return split_data(rng, (3,), 31, 0.25, 3)


@check(part="split", points=5, judge=judge_split, data=thirty_one_rows)
def split_of_sorted_rows(student, given):
    """31 sorted rows, a quarter for validation: 24 and 7 rows, each with its own y, none lost, shuffled by the seed."""
    return splits_of(student, given)


# --- crossentropy -----------------------------------------------------------------------------------------


def probabilities(rng, n, c):
    """Rows of class probabilities, none below 0.02."""
    p = rng.uniform(0.2, 1.0, size=(n, c)) ** 2 + 0.1
    return p / p.sum(axis=1, keepdims=True)


@check(part="crossentropy", points=2, tolerance=LOSS)
def loss_of_probabilities(student, rng):
    """The example gives 1.0397; other probabilities of two and of five classes give their mean of −ln p as well."""
    return {
        "the example": student.crossentropy(np.array([0, 1]), np.array([[0.5, 0.5], [0.75, 0.25]])),
        "five classes": student.crossentropy(y_true=rng.integers(5, size=8), y_pred=probabilities(rng, 8, 5)),
    }


def judge_zeros(seen, expected):
    """A zero in another class changes nothing; one in the true class is finite, and worse than a probability of 1 %."""
    wanted = float(expected["elsewhere"])
    value = np.asarray(seen["elsewhere"], dtype=np.float64)
    if value.shape != () or not abs(value - wanted) <= LOSS.atol + LOSS.rtol * wanted:
        words = f"with a 0 for a class that is not the true one: expected {wanted:.6g}, got {value!s}"
        return Judgement.failed(words, diagnosis="nan" if value.shape == () and not np.isfinite(value) else "")
    value, least = np.asarray(seen["true class"], dtype=np.float64), float(expected["one percent"])
    if value.shape != () or not np.isfinite(value):
        words = f"with a 0 for the true class: expected a large finite number, got {value!s}"
        return Judgement.failed(words, diagnosis="nan" if value.shape == () else "")
    if value < least:
        return Judgement.failed(
            f"a probability of 0 costs less than one of 1 %: {value!s}, at least {least:.6g} wanted"
        )
    return Judgement.passed()


def losses_with_zeros(student, y_true, y_pred):
    """y_pred has no zeros yet; in its first row the true class gets 0, 1 %, or another class gets 0."""
    true, other = int(y_true[0]), (int(y_true[0]) + 1) % y_pred.shape[1]
    seen = {}
    for key, (place, value, takes) in {
        "elsewhere": (other, 0.0, true),
        "true class": (true, 0.0, other),
        "one percent": (true, 0.01, other),
    }.items():
        p = y_pred.copy()
        p[0, takes] += p[0, place] - value
        p[0, place] = value
        seen[key] = student.crossentropy(y_true, p)
    return seen


@check(part="crossentropy", points=2, judge=judge_zeros)
def loss_stays_finite(student, rng):
    """A probability of 0 for the true class gives a large finite loss, for another class it changes nothing."""
    return losses_with_zeros(student, np.array([2, 0, 1]), probabilities(rng, 3, 3))


# --- the steps --------------------------------------------------------------------------------------------


def weights(rng, *shape):
    """Weights or velocities on both sides of 0."""
    return rng.uniform(0.5, 3.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def squares(rng, *shape):
    """What sums or averages of squares look like."""
    return rng.uniform(0.2, 2.0, size=shape)


@check(part="sgd_step", points=2, tolerance=CLOSE)
def sgd_moves_against_the_gradient(student, rng):
    """w = 2, g = 3, η = 0.1 give 1.7; vectors and matrices move likewise, and w stays as it was."""
    return {
        "the example": student.sgd_step(np.array([2.0]), np.array([3.0]), 0.1),
        "a vector": student.sgd_step(weights(rng, 5), weights(rng, 5), 0.25),
        "a matrix": student.sgd_step(w=weights(rng, 2, 3), g=weights(rng, 2, 3), eta=1.5),
    }


@check(part="momentum_step", points=4, tolerance=CLOSE)
def momentum_keeps_some_speed(student, rng):
    """w = 1, v = 0.5, g = 2, η = 0.1, β = 0.9 give (1.25, 0.25); vectors and matrices likewise, nothing is changed."""
    one = np.ones(1)
    w, v, g = (weights(rng, 2, 3) for _ in range(3))
    return {
        "the example": student.momentum_step(one, 0.5 * one, 2.0 * one, 0.1, 0.9),
        "a matrix": student.momentum_step(w=w, v=v, g=g, eta=0.3, beta=0.6),
    }


@check(part="adagrad_step", points=4, tolerance=CLOSE)
def adagrad_sums_squares(student, rng):
    """w = 1, s = 9, g = 4, η = 0.5, ε = 3 give (0.75, 25); others likewise, also from s = 0, nothing is changed."""
    one = np.ones(1)
    return {
        "the example": student.adagrad_step(one, 9.0 * one, 4.0 * one, 0.5, 3.0),
        "a matrix": student.adagrad_step(
            w=weights(rng, 2, 3), s=squares(rng, 2, 3), g=weights(rng, 2, 3), eta=0.4, eps=0.05
        ),
        "the first step": student.adagrad_step(weights(rng, 3), np.zeros(3), np.array([0.5, 0.0, -2.0]), 0.7, 1e-7),
    }


@check(part="rmsprop_step", points=4, tolerance=CLOSE)
def rmsprop_averages_squares(student, rng):
    """w = 1, s = 15, g = 5, η = 0.2, ρ = 0.9, ε = 1 give (0.8, 16); others likewise, also from s = 0."""
    one = np.ones(1)
    w, s, g = weights(rng, 2, 3), squares(rng, 2, 3), weights(rng, 2, 3)
    return {
        "the example": student.rmsprop_step(one, 15.0 * one, 5.0 * one, 0.2, 0.9, 1.0),
        "a matrix": student.rmsprop_step(w=w, s=s, g=g, eta=0.4, rho=0.7, eps=0.05),
        "the first step": student.rmsprop_step(
            weights(rng, 3), np.zeros(3), np.array([0.5, 0.0, -2.0]), 0.3, 0.9, 1e-7
        ),
    }


@check(part="adadelta_step", points=5, tolerance=CLOSE)
def adadelta_needs_no_rate(student, rng):
    """w = 5, s = 12, d = 8, g = 6, ρ = 0.5, ε = 1 give (1.4, 24, 10.48); others likewise, from zeros too."""
    one = np.ones(1)
    w, s, d, g = weights(rng, 2, 3), squares(rng, 2, 3), squares(rng, 2, 3), weights(rng, 2, 3)
    return {
        "the example": student.adadelta_step(5.0 * one, 12.0 * one, 8.0 * one, 6.0 * one, 0.5, 1.0),
        "a matrix": student.adadelta_step(w=w, s=s, d=d, g=g, rho=0.8, eps=0.1),
        "the first step": student.adadelta_step(weights(rng, 3), np.zeros(3), np.zeros(3), weights(rng, 3), 0.9, 0.02),
    }


@check(part="adam_step", points=3, tolerance=CLOSE)
def adam_takes_its_first_step(student, rng):
    """w = 1, m = v = 0, g = 2, t = 1 give (0.92, 0.2, 0.04) as in the text; vectors likewise, nothing is changed."""
    one, zero = np.ones(1), np.zeros(1)
    return {
        "the example": student.adam_step(one, zero, zero, 2.0 * one, 1, 0.1, 0.9, 0.99, 0.5),
        "a vector": student.adam_step(
            weights(rng, 4), np.zeros(4), np.zeros(4), weights(rng, 4), 1, 0.5, 0.8, 0.95, 0.1
        ),
        "no gradient": student.adam_step(
            weights(rng, 2), np.zeros(2), np.zeros(2), np.array([0.0, 1.5]), 1, 0.5, 0.9, 0.99, 1e-7
        ),
    }


@check(part="adam_step", points=3, tolerance=CLOSE)
def adam_takes_later_steps(student, rng):
    """At steps 2 and 7, where averages are no longer 0, the correction by 1 − βᵗ is right."""
    w, m, v, g = weights(rng, 2, 3), weights(rng, 2, 3), squares(rng, 2, 3), weights(rng, 2, 3)
    return {
        "t = 2": student.adam_step(
            weights(rng, 4), weights(rng, 4), squares(rng, 4), weights(rng, 4), 2, 0.4, 0.9, 0.95, 0.1
        ),
        "t = 7": student.adam_step(w=w, m=m, v=v, g=g, t=7, eta=0.3, beta1=0.7, beta2=0.9, eps=0.2),
    }


# --- fit --------------------------------------------------------------------------------------------------
# The images are turned and blurred with noise, and the classes renamed, so that the labels of the public data set
# are of no use. The labels of the test images never leave the grader.


@cache
def digits():
    """The 8 x 8 digits of scikit-learn: (images in [0, 1], digits), without importing it."""
    package = importlib.util.find_spec("sklearn").submodule_search_locations[0]
    with gzip.open(Path(package, "datasets", "data", "digits.csv.gz"), "rt") as file:
        table = np.loadtxt(file, delimiter=",", dtype=np.float32)
    return table[:, :-1].reshape(-1, 8, 8) / 16, table[:, -1].astype(np.int64)


def disguised_digits(rng, kept, turns, columns=slice(None)):
    """Images of some digits, changed, in random order: (x (n, d), labels from 0 in another order)."""
    x, digit = digits()
    rows = rng.permutation(np.flatnonzero(np.isin(digit, kept)))
    names = np.full(10, -1)
    names[list(kept)] = rng.permutation(len(kept))
    x = np.rot90(x[rows][:, :, columns], turns, axes=(1, 2)).reshape(len(rows), -1)
    x = np.clip(x + rng.normal(scale=0.04, size=x.shape), 0, 1)
    return np.ascontiguousarray(x, dtype=np.float32), names[digit[rows]]


class NoKerasFit:
    """While the context lasts, the fit of Keras models refuses."""

    def __enter__(self):
        import keras

        def fit(*args, **kwargs):
            raise RuntimeError("fit of Keras was called: write the loop over epochs and batches yourself")

        self.owner = keras.Model
        self.owner.fit = fit

    def __exit__(self, *_):
        del self.owner.fit


def answers(predict, images):
    """What the classifier says of all images, and of the first one alone."""
    return {"all": predict(images.copy()), "one": predict(images[:1].copy())}


def examine_answers(seen, k, c):
    """What is wrong with the probabilities as such, or ""."""
    for key, rows in (("all", k), ("one", 1)):
        p = seen.get(key) if isinstance(seen, dict) else None
        if not isinstance(p, np.ndarray) or p.dtype.kind not in "fiu":
            return f"for images ({rows}, d) the callable does not return an array of probabilities ({rows}, {c})"
        if p.shape != (rows, c):
            return f"for images ({rows}, d) the callable returns shape {p.shape}, wanted {(rows, c)}"
        if not np.isfinite(p).all() or p.min() < -1e-5 or np.abs(p.sum(axis=1, dtype=np.float64) - 1).max() > 1e-3:
            return "the callable does not return probabilities: numbers from 0 to 1, every row with the sum 1"
    return ""


def kind_of_answers(seen):
    """The kind of mistake that can be seen in the answers of a classifier as such, or ""."""
    p = seen.get("all") if isinstance(seen, dict) else None
    if not isinstance(p, np.ndarray) or p.dtype.kind != "f" or p.ndim != 2 or len(p) < 2:
        return ""
    if np.isnan(p).any():
        return "nan"
    return "same_for_all" if (p == p[0]).all() else ""


def accuracy(seen, labels):
    """The share of images whose most likely class is the true one."""
    return float(np.mean(seen["all"].argmax(axis=1) == labels))


# Measured on unseen images over six seeds:
#   one hidden layer or two (relu, tanh), softmax alone; SGD, Adam, RMSprop    0.88 to 0.98
#   a hidden layer of sigmoids, SGD (the slowest right way that was found)     0.83 to 0.90
#   a step an epoch, SGD                                                       0.12 to 0.77
#   labels shuffled against images, always one class                           0.06 to 0.12
ENOUGH = 0.80
LEARNING = {"epochs": 50, "batch_size": 50, "eta": 0.045}


def learning_data(rng, kept, turns, columns=slice(None)):
    """800 images to train on, the others of these digits to test with."""
    x, y = disguised_digits(rng, kept, turns, columns)
    given = {"x": x[:800], "y": y[:800], "test": x[800:], "seed": int(rng.integers(1000)), **LEARNING}
    return given, {"labels": y[800:], "classes": len(kept)}


def judge_learning(seen, secret):
    """Probabilities as such, then the accuracy."""
    problem = examine_answers(seen, len(secret["labels"]), secret["classes"])
    if problem:
        return Judgement.failed(problem, diagnosis=kind_of_answers(seen))
    judgement = Judgement.at_least(accuracy(seen, secret["labels"]), ENOUGH, "accuracy on unseen images")
    return replace(judgement, diagnosis="" if judgement.fraction else kind_of_answers(seen))


def all_digits(rng):
    """Ten classes."""
    return learning_data(rng, range(10), 1)


@check(part="fit", points=5, judge=judge_learning, data=all_digits, seconds=60)
def fit_learns_digits(student, given):
    """Trained on 800 images of ten digits, without Keras' fit, the classifier knows most of those it has not seen."""
    with NoKerasFit():
        predict = student.fit(given["x"], given["y"], given["epochs"], given["batch_size"], given["eta"], given["seed"])
        return answers(predict, given["test"])


class CountedSteps:
    """While the context lasts, tf.functions run eagerly; counts gradients of tapes and updates of variables."""

    def __enter__(self):
        import tensorflow as tf
        from tensorflow.python.ops.resource_variable_ops import ResourceVariable

        self.counts = {"gradients": 0, "updates": 0, "in graphs": 0}
        self.patched = []
        for owner, name, key in (
            (tf.GradientTape, "gradient", "gradients"),
            (ResourceVariable, "assign", "updates"),
            (ResourceVariable, "assign_add", "updates"),
            (ResourceVariable, "assign_sub", "updates"),
        ):
            original = getattr(owner, name)
            self.patched.append((owner, name, original))
            setattr(owner, name, self.counting(original, key))
        tf.config.run_functions_eagerly(True)
        return self.counts

    def counting(self, original, key):
        import tensorflow as tf

        counts = self.counts

        def counted(*args, **kwargs):
            counts[key if tf.executing_eagerly() else "in graphs"] += 1
            return original(*args, **kwargs)

        return counted

    def __exit__(self, *_):
        import tensorflow as tf

        tf.config.run_functions_eagerly(False)
        for owner, name, original in self.patched:
            setattr(owner, name, original)


def stepping_data(rng, kept, turns, runs, idle, columns=slice(None)):
    """Few images of classes that are easily told apart; some runs with other sizes of batches."""
    x, y = disguised_digits(rng, kept, turns, columns)
    given = {
        "x": x[:240],
        "y": y[:240],
        "test": x[240:440],
        "seed": int(rng.integers(1000)),
        "runs": runs,
        "idle": idle,
    }
    batches = [epochs * -(-rows // batch_size) for rows, epochs, batch_size in runs]
    epochs = [epochs for _, epochs, _ in runs]
    return given, {"labels": y[240:440], "classes": len(kept), "batches": batches, "epochs": epochs}


def steps_of(student, given):
    """A classifier trained with small batches, two with next to no learning rate, and what steps were counted."""
    x, y, seed = given["x"], given["y"], given["seed"]
    seen = {"counts": []}
    with NoKerasFit():
        for i, (rows, epochs, batch_size) in enumerate(given["runs"]):
            with CountedSteps() as counts:
                predict = student.fit(
                    x=x[:rows].copy(), y=y[:rows].copy(), epochs=epochs, batch_size=batch_size, eta=0.03, seed=seed
                )
            seen["counts"].append(dict(counts))
            if i == 0:
                seen["learnt"] = answers(predict, given["test"])
        # Twice, the second time with every class called by the number after its own.
        rows, epochs, batch_size = given["idle"]
        seen["idle"] = []
        for labels in (y[:rows].copy(), (y[:rows] + 1) % (int(y.max()) + 1)):
            predict = student.fit(x[:rows].copy(), labels, epochs, batch_size, 1e-6, seed)
            seen["idle"].append(answers(predict, given["test"]))
    return seen


# Of four classes, after 120 steps. Right ways know 0.65 to 0.98 of the images, sigmoids with SGD the fewest; guessing
# knows 0.25, and whoever starts anew in each epoch 0.49.
HALF_WAY = 0.57
# The mean probability of the true class, the lower one of two trainings in which the classes have different numbers.
# Where eta is next to nothing nothing is learnt, and untrained weights can be right in one of the two at most, however
# they are drawn: right ways 0.2 to 0.3, at most 0.5. What does not depend on eta goes to 0.55 to 0.99.
IDLE = 0.52
# How far the updates a batch may differ between sizes of batches: a right loop adds a few in the beginning and at most
# one more a batch for each epoch (metrics that are set back). Without the small last batches a third is missing.
EVEN = 1.25


def uneven(numbers, batches, epochs):
    """Whether counts grow in another way than batches do."""
    each = [number / batch for number, batch in zip(numbers, batches, strict=True)]
    most = [EVEN + epoch / batch for epoch, batch in zip(epochs, batches, strict=True)]
    return any(not each[0] / EVEN <= one <= each[0] * bound for one, bound in zip(each[1:], most[1:], strict=True))


def judge_steps(seen, secret):
    """The counted steps, then what was learnt with and without a learning rate."""
    labels, c, batches = secret["labels"], secret["classes"], secret["batches"]
    if len(seen["idle"]) != 2:
        return Judgement.failed("fit did not answer every time")
    for one in (seen["learnt"], *seen["idle"]):
        problem = examine_answers(one, len(labels), c)
        if problem:
            return Judgement.failed(problem, diagnosis=kind_of_answers(one))
    counts = seen["counts"]
    if len(counts) != len(batches) or not all(isinstance(n, int) for one in counts for n in one.values()):
        return Judgement.failed("the steps cannot be counted")
    if not any(one["in graphs"] for one in counts):  # there a count says nothing, and the results decide alone
        for key, what in (("updates", "updates of variables"), ("gradients", "gradients")):
            numbers = [one[key] for one in counts]
            if not any(numbers):
                continue  # weights that are no variables, or no tape
            if uneven(numbers, batches, secret["epochs"]):
                pairs = ", ".join(f"{n} in a run of {b}" for n, b in zip(numbers, batches, strict=True))
                return Judgement.failed(f"{what} are not in step with batches: {pairs} batches")
            break
    rows = np.arange(len(labels))
    idle = min(float(np.mean(one["all"][rows, (labels + i) % c])) for i, one in enumerate(seen["idle"]))
    if idle > IDLE:
        return Judgement.failed(
            f"with a learning rate of 1e-6 the true class gets the probability {idle:.2f}, as if much was learnt: "
            "the steps do not follow eta"
        )
    judgement = Judgement.at_least(accuracy(seen["learnt"], labels), HALF_WAY, "accuracy after 120 steps")
    return replace(judgement, diagnosis="" if judgement.fraction else kind_of_answers(seen["learnt"]))


def four_digits(rng):
    """Four digits that are easily told apart, images of 6 × 8 points."""
    runs, idle = [[240, 5, 10], [41, 6, 20]], [100, 2, 10]
    return stepping_data(rng, [int(d) for d in rng.permutation((0, 2, 4, 6, 7))[:4]], 1, runs, idle, slice(1, 7))


@check(part="fit", points=5, judge=judge_steps, data=four_digits, seconds=60)
def fit_takes_a_step_a_batch(student, given):
    """Four digits, images of 6 × 8: a step a batch, the small last one too; with next to no eta nothing is learnt."""
    return steps_of(student, given)
