"""Hidden checks of `sequential_digits`: other data, other sizes, the same properties."""

import numpy as np
from visible import (
    CLOSE,
    COMPILED,
    NETWORK,
    PIXELS,
    PREDICTED,
    a_history,
    clear_images,
    compiled,
    disguised_digits,
    fully_compiled,
    judge_history,
    judge_split,
    judge_training,
    known_model,
    network,
    planted_samples,
    predicted,
    samples,
    trained_on,
    training_of,
)

from grader import Lines, check

# --- prepare ----------------------------------------------------------------------------------------------


@check(part="prepare", points=3, tolerance=PIXELS)
def prepare_other_digits(student, rng):
    """One image, a few and many become float32 rows pixel by pixel, dark and pale ones."""
    sizes = (1, 7, 64, 130)
    return [student.prepare(rng.uniform(0.0, top, size=(n, 8, 8))) for n, top in zip(sizes, (15.0, 16.0, 6.0, 16.0))]


@check(part="prepare", points=3, tolerance=PIXELS)
def prepare_other_types(student, rng):
    """Images of whole numbers, as bytes too, and of float32 become float32 rows from 0 to 1."""
    images = rng.integers(0, 17, size=(8, 8, 8))
    return [student.prepare(images[:n].astype(dtype)) for n, dtype in ((3, "uint8"), (8, "int64"), (4, "float32"))]


# --- build ------------------------------------------------------------------------------------------------


@check(part="build", points=4, cases=2, tolerance=NETWORK)
def build_for_other_classes(student, rng, case):
    """For other numbers of classes the layers are the same, but for the size of the last one."""
    return network(student, rng, (3, 26)[case])


@check(part="build", points=4, tolerance={"first": NETWORK, "second": NETWORK, "first again": CLOSE})
def build_twice(student, rng):
    """A second network is a new one: other weights in it leave the first one as it is."""
    models = []

    class Kept:
        """A student whose networks can be asked once more."""

        def build(self, classes):
            models.append(student.build(classes))
            return models[-1]

    seen = {"first": network(Kept(), rng, 7), "second": network(Kept(), rng, 7)}
    return {**seen, "first again": np.asarray(models[0](rng.uniform(size=(3, 64)).astype(np.float32)))}


# --- compile_model ----------------------------------------------------------------------------------------


@check(part="compile_model", points=8, cases=2, tolerance=COMPILED)
def compile_other_models(student, rng, case):
    """Models with more classes and with a hidden layer have RMSprop, the right loss and the right accuracy."""
    model = known_model(rng, (10, 3)[case], hidden=12)
    return compiled(student, model, *samples(rng, model, (75, 50)[case]))


# --- train ------------------------------------------------------------------------------------------------


def four_epochs(rng):
    return planted_samples(rng, int(rng.integers(350, 390)), epochs=4, batch_size=40)


def one_epoch(rng):
    return planted_samples(rng, 500, epochs=1, batch_size=100)


def small_batches(rng):
    return planted_samples(rng, int(rng.integers(90, 130)), epochs=3, batch_size=8)


@check(part="train", points=5, judge=judge_split, data=four_epochs)
def train_holds_out_the_same_samples(student, given):
    """The same random 30 % are held out in all epochs, and no sample is lost or learned twice in an epoch."""
    return training_of(student, given)


@check(part="train", points=3, judge=judge_history, data=one_epoch)
def train_for_one_epoch(student, given):
    """One epoch in large batches gives a history of one value each, training and validation not mixed up."""
    return training_of(student, given)


@check(part="train", points=3, judge=judge_history, data=small_batches)
def train_in_small_batches(student, given):
    """A few samples in small batches give a history of every epoch, training and validation not mixed up."""
    return training_of(student, given)


def learning_curve(seen):
    """The picture of a training: the submission's own history."""
    return Lines.of({name: seen["history"][name] for name in sorted(seen["history"])}, "epoch")


@check(part="train", points=4, judge=judge_training, data=disguised_digits, picture=learning_curve)
def train_pays(student, given):
    """After a training on digits that come sorted by class, a network knows most of the digits that it has not seen."""
    return trained_on(student, given, epochs=6, batch_size=40)


# --- evaluate ---------------------------------------------------------------------------------------------


@check(part="evaluate", points=7, tolerance={"measured": CLOSE, "output afterwards": CLOSE})
def evaluate_other_models(student, rng):
    """Few samples and many, a few classes and ten; the models do not learn."""
    measured, outputs = [], []
    for classes, hidden, n in ((10, 9, 131), (3, 6, 7)):
        model = fully_compiled(known_model(rng, classes, hidden))
        x, y = samples(rng, model, n)
        measured.append(student.evaluate(model=model, x=x, y=y))
        outputs.append(np.asarray(model(x[:2])))
    return {"measured": measured, "output afterwards": outputs}


# --- overfitting_gap --------------------------------------------------------------------------------------


@check(part="overfitting_gap", points=5, tolerance=CLOSE)
def gap_of_other_histories(student, rng):
    """The gap of long histories, of short ones, and of some that end better or worse than they were before."""
    gaps = [student.overfitting_gap(a_history(rng, epochs)) for epochs in (1, 2, 3, 12, 50)]
    swapped = a_history(rng, 4)
    swapped = {name: swapped[name] for name in reversed(swapped)}
    return [*gaps, student.overfitting_gap(swapped)]


# --- predict_digit ----------------------------------------------------------------------------------------


@check(part="predict_digit", points=7, cases=2, tolerance=PREDICTED)
def predict_other_digits(student, rng, case):
    """Other models, with other numbers of classes: the first class, the last one and those between."""
    model = known_model(rng, (3, 12)[case], hidden=(6, 10)[case])
    images = clear_images(rng, model, 4)
    return predicted(student, model, images)
