"""Hidden checks of the siamese networks: other shapes, sizes, labels, images."""

from grader import check
from visible import (
    embeddings_of,
    judge_embeddings,
    judge_labels,
    judge_learning,
    judge_outputs,
    judge_pairs,
    judge_seeds,
    judge_sharing,
    judge_training,
    labels_found,
    labels_found_apart,
    one_shot_data,
    pairs_data,
    pairs_of,
    pairs_under_seeds,
    siamese_data,
    siamese_under_changes,
    tower_can_learn,
    tower_data,
    trained,
    training_data,
)

# --- 1. pairs ---------------------------------------------------------------------------------------------


def rows_of_any_shape(rng):
    shape = [(5,), (8, 8, 1), (4, 6, 3), (3, 7)][int(rng.integers(4))]
    sizes = [[2, 2], [2, 30], [3, 2, 17, 5], [9] * 6, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]][int(rng.integers(5))]
    return pairs_data(rng, shape, sizes)


def two_classes_of_vectors(rng):
    return pairs_data(rng, (6,), rng.integers(10, 25, size=2), seeds=6)


@check(part="make_pairs", points=7, cases=8, judge=judge_pairs, data=rows_of_any_shape)
def pairs_of_any_rows(student, given):
    """Vectors and images, few and many classes, small and large ones, all get their pairs."""
    return pairs_of(student, given["x"], given["y"], given["seeds"][0])


@check(part="make_pairs", points=4, cases=2, judge=judge_seeds, data=two_classes_of_vectors)
def partners_depend_on_the_seed(student, given):
    """Pairs repeat with their seed and change with another."""
    return pairs_under_seeds(student, given)


# --- 2. the tower -----------------------------------------------------------------------------------------


def tower_of_any_shape(rng):
    return tower_data(rng, [(12, 10, 1), (8, 8, 3), (9, 14, 2), (10, 8, 3)], [5, 16, 24])


def tower_of_other_shape(rng):
    return tower_data(rng, [(12, 10, 1), (8, 11, 3)], [16, 20])


@check(part="build_tower", points=5, cases=4, judge=judge_embeddings, data=tower_of_any_shape)
def tower_fits_other_images(student, given):
    """Other input shapes and other embedding sizes are followed."""
    return embeddings_of(student, given)


@check(part="build_tower", points=3, judge=judge_learning, data=tower_of_other_shape)
def tower_can_be_trained(student, given):
    """The weights of a tower for other images shape its embeddings."""
    return tower_can_learn(student, given)


# --- 3. the siamese model ---------------------------------------------------------------------------------


def other_siamese(rng):
    return siamese_data(rng, [(8, 8, 1), (8, 8, 3), (10, 6, 1)], [2, 5, 16])


@check(part="build_siamese", points=5, cases=2, judge=judge_outputs, data=other_siamese)
def siamese_scores_other_pairs(student, rng, given):
    """With towers of other shapes and sizes too, the outputs differ, lie in [0, 1] and are symmetric."""
    return siamese_under_changes(student, rng, given)


@check(part="build_siamese", points=6, cases=2, judge=judge_sharing, data=other_siamese)
def siamese_has_one_tower(student, rng, given):
    """There is one tower for both inputs, and training the model would train it."""
    return siamese_under_changes(student, rng, given)


# --- 4. training ------------------------------------------------------------------------------------------


def turned_digits(rng):
    return training_data(rng, orientations=[1, 2, 3, 5, 6, 7], inverted=bool(rng.integers(2)))


@check(part="train", points=14, judge=judge_training, data=turned_digits, seconds=75)
def training_pays_on_other_images(student, given):
    """Training works on other images and classes just as well."""
    return trained(student, given)


# --- 5. one shot ------------------------------------------------------------------------------------------


def few_images_each(rng):
    return one_shot_data(
        rng, (8, 8, 1), classes=int(rng.integers(4, 8)), each=int(rng.integers(3, 5)), queries=20
    )


def other_images(rng):
    shape = [(10, 6, 1), (8, 8, 3), (12, 9, 1)][int(rng.integers(3))]
    return one_shot_data(
        rng, shape, classes=int(rng.integers(3, 8)), each=1, queries=int(rng.choice([2, 17, 30])), size=12
    )


@check(part="one_shot", points=6, cases=4, judge=judge_labels, data=few_images_each)
def a_few_images_of_a_new_class(student, given):
    """With a few images of each class the queries get the right labels too."""
    return labels_found(student, given)


@check(part="one_shot", points=6, cases=4, judge=judge_labels, data=other_images)
def one_shot_on_other_images(student, given):
    """Other image shapes, more classes, one query or many."""
    return labels_found_apart(student, given)
