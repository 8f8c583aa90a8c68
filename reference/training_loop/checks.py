"""Hidden checks of `training_loop`: other inputs, the same properties."""

import numpy as np
from visible import (
    CLOSE,
    LOSS,
    NoKerasFit,
    answers,
    cut,
    judge_learning,
    judge_split,
    judge_steps,
    judge_zeros,
    learning_data,
    losses_with_zeros,
    probabilities,
    split_data,
    splits_of,
    squares,
    stepping_data,
    steps_of,
    weights,
)

from grader import check


def between(rng, low, high):
    """A random Python float with two digits after the point."""
    return round(float(rng.uniform(low, high)), 2)


# --- batches ----------------------------------------------------------------------------------------------


@check(part="batches", points=4, tolerance=CLOSE)
def batches_of_other_sizes(student, rng):
    """Batches that divide the rows, single rows, batches larger than the data; vectors, images, labels and numbers."""
    images, labels = rng.normal(size=(8, 2, 2)), rng.integers(1, 50, size=8)
    x, y = rng.normal(size=5), rng.normal(size=5)
    return {
        "images, 4 of 8": cut(student, images, labels, 4),
        "images, 5 of 8": cut(student, images, labels, 5),
        "numbers, 1 of 5": cut(student, x, y, 1),
        "numbers, 9 of 5": cut(student, x, y, 9),
        "numbers, 3 of 5": cut(student, x, y, 3),
    }


# --- split ------------------------------------------------------------------------------------------------


def images_and_classes(rng):
    return split_data(rng, (4, 4), 47, 0.6, 4)


def numbers_of_their_own(rng):
    return split_data(rng, (2,), 26, 0.15, 0)


@check(part="split", points=3, judge=judge_split, data=images_and_classes)
def split_of_images(student, given):
    """Images in classes, more of them for validation than for training."""
    return splits_of(student, given)


@check(part="split", points=3, judge=judge_split, data=numbers_of_their_own)
def split_keeps_rows_together(student, given):
    """Every row has a y of its own, and takes it along."""
    return splits_of(student, given)


# --- crossentropy -----------------------------------------------------------------------------------------


@check(part="crossentropy", points=3, tolerance=LOSS)
def loss_of_other_probabilities(student, rng):
    """Many samples and a single one, two classes and ten."""
    return {
        "many": student.crossentropy(rng.integers(4, size=40), probabilities(rng, 40, 4)),
        "one": student.crossentropy(np.array([1]), probabilities(rng, 1, 3)),
        "two classes": student.crossentropy(rng.integers(2, size=6), probabilities(rng, 6, 2)),
        "ten classes": student.crossentropy(y_pred=probabilities(rng, 10, 10), y_true=rng.permutation(10)),
    }


@check(part="crossentropy", points=2, judge=judge_zeros)
def other_losses_stay_finite(student, rng):
    """Zeros among the probabilities of more classes."""
    return losses_with_zeros(student, rng.integers(6, size=5), probabilities(rng, 5, 6))


# --- the steps --------------------------------------------------------------------------------------------


def array(value):
    """A result as an array that can be given to the next step."""
    return np.array(value, dtype=np.float64)


@check(part="sgd_step", points=2, tolerance=CLOSE)
def sgd_steps(student, rng):
    """Other rates and shapes, and a second step from where the first one ended."""
    w = array(student.sgd_step(weights(rng, 3, 2), weights(rng, 3, 2), between(rng, 0.05, 0.4)))
    return {
        "two steps": [w, student.sgd_step(w, weights(rng, 3, 2), between(rng, 0.6, 0.9))],
        "one weight": student.sgd_step(weights(rng, 1), weights(rng, 1), between(rng, 1.2, 2.0)),
    }


@check(part="momentum_step", points=4, tolerance=CLOSE)
def momentum_steps(student, rng):
    """Three steps, each from where the one before ended, starting without speed; and a single one."""
    w, v, seen = weights(rng, 4), np.zeros(4), []
    for _ in range(3):
        w, v = map(array, student.momentum_step(w, v, weights(rng, 4), between(rng, 0.1, 0.5), between(rng, 0.5, 0.95)))
        seen.append([w, v])
    one = student.momentum_step(eta=1.3, beta=0.8, w=weights(rng, 2, 2), v=weights(rng, 2, 2), g=weights(rng, 2, 2))
    return {"three steps": seen, "one step": one}


@check(part="adagrad_step", points=4, tolerance=CLOSE)
def adagrad_steps(student, rng):
    """Three steps from s = 0, each from where the one before ended; steps with a large ε and with a tiny one."""
    w, s, seen = weights(rng, 2, 2), np.zeros((2, 2)), []
    for eps in (0.1, 0.02, 0.3):
        w, s = map(array, student.adagrad_step(w, s, weights(rng, 2, 2), between(rng, 0.2, 0.8), eps))
        seen.append([w, s])
    return {
        "three steps": seen,
        "large": student.adagrad_step(weights(rng, 3), squares(rng, 3), weights(rng, 3), 0.9, 2.0),
        "tiny": student.adagrad_step(
            eta=0.6, eps=1e-7, w=weights(rng, 3), s=np.array([0.0, 0.0, 0.5]), g=np.array([0.0, -0.8, 0.0])
        ),
    }


@check(part="rmsprop_step", points=4, tolerance=CLOSE)
def rmsprop_steps(student, rng):
    """Three steps from s = 0, each from where the one before ended; steps with a large ε and with a tiny one."""
    w, s, seen = weights(rng, 2, 2), np.zeros((2, 2)), []
    for rho, eps in ((0.9, 0.1), (0.6, 0.02), (0.75, 0.3)):
        w, s = map(array, student.rmsprop_step(w, s, weights(rng, 2, 2), between(rng, 0.2, 0.8), rho, eps))
        seen.append([w, s])
    return {
        "three steps": seen,
        "large": student.rmsprop_step(weights(rng, 3), squares(rng, 3), weights(rng, 3), 0.9, 0.4, 2.0),
        "tiny": student.rmsprop_step(
            eta=0.2, eps=1e-7, rho=0.95, w=weights(rng, 3), s=np.array([0.0, 0.0, 0.5]), g=np.array([0.0, -0.8, 0.0])
        ),
    }


@check(part="adadelta_step", points=6, tolerance=CLOSE)
def adadelta_steps(student, rng):
    """Three steps from zeros, each from where the one before ended; and single ones with other ρ and ε."""
    w, s, d, seen = weights(rng, 2, 2), np.zeros((2, 2)), np.zeros((2, 2)), []
    for rho, eps in ((0.9, 0.1), (0.6, 0.05), (0.75, 0.2)):
        w, s, d = map(array, student.adadelta_step(w, s, d, weights(rng, 2, 2), rho, eps))
        seen.append([w, s, d])
    return {
        "three steps": seen,
        "large": student.adadelta_step(weights(rng, 3), squares(rng, 3), squares(rng, 3), weights(rng, 3), 0.4, 1.5),
        "tiny": student.adadelta_step(
            eps=1e-6, rho=0.95, g=weights(rng, 3), d=squares(rng, 3), s=squares(rng, 3), w=weights(rng, 3)
        ),
        "no gradient": student.adadelta_step(weights(rng, 2), np.zeros(2), squares(rng, 2), np.zeros(2), 0.9, 1e-6),
    }


@check(part="adam_step", points=3, tolerance=CLOSE)
def adam_steps(student, rng):
    """Four steps from zeros, each from where the one before ended."""
    w, m, v, seen = weights(rng, 3), np.zeros(3), np.zeros(3), []
    for t in (1, 2, 3, 4):
        w, m, v = map(array, student.adam_step(w, m, v, weights(rng, 3), t, between(rng, 0.2, 0.8), 0.85, 0.96, 0.1))
        seen.append([w, m, v])
    return seen


@check(part="adam_step", points=3, tolerance=CLOSE)
def adam_anywhere(student, rng):
    """Late steps, large and tiny ε, a weight without gradient."""
    m, v = weights(rng, 2, 2), squares(rng, 2, 2)
    return {
        "t = 30": student.adam_step(weights(rng, 2, 2), m, v, weights(rng, 2, 2), 30, 0.5, 0.9, 0.98, 0.05),
        "large": student.adam_step(
            eps=1.2,
            beta2=0.8,
            beta1=0.6,
            eta=0.9,
            t=3,
            g=weights(rng, 3),
            v=squares(rng, 3),
            m=weights(rng, 3),
            w=weights(rng, 3),
        ),
        "tiny": student.adam_step(
            weights(rng, 2), np.array([0.0, 0.4]), np.array([0.0, 0.3]), np.array([0.0, -1.0]), 5, 0.3, 0.9, 0.99, 1e-8
        ),
    }


# --- fit --------------------------------------------------------------------------------------------------


def other_digits(rng):
    left_out = int(rng.choice([1, 3, 5, 8, 9]))
    return learning_data(rng, [d for d in range(10) if d != left_out], 2, slice(1, 7))


@check(part="fit", points=6, judge=judge_learning, data=other_digits, seconds=60)
def fit_learns_other_images(student, given):
    """Other images, of 8 × 6 points and nine classes, are learnt just as well."""
    with NoKerasFit():
        settings = {key: given[key] for key in ("seed", "eta", "batch_size", "epochs")}
        predict = student.fit(x=given["x"], y=given["y"], **settings)
        return answers(predict, given["test"])


def four_other_digits(rng):
    runs, idle = [[240, 5, 10], [61, 4, 30], [24, 10, 32], [60, 1, 3]], [240, 10, 10]
    return stepping_data(rng, [int(d) for d in rng.permutation((0, 2, 4, 6, 7))[:4]], 3, runs, idle)


@check(part="fit", points=5, judge=judge_steps, data=four_other_digits, seconds=60)
def fit_steps_with_any_batches(student, given):
    """Batches of other sizes, larger than the data too: a step for each; with next to no eta nothing is learnt."""
    return steps_of(student, given)
