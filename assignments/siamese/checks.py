"""Visible checks of the siamese networks, and what the hidden ones share with them."""

import gzip
import importlib.util
from functools import cache
from pathlib import Path

import numpy as np

from grader import Judgement, Points, check

# --- 1. pairs ---------------------------------------------------------------------------------------------
# Every row of x is unique, so the rows behind a and b are known again, in whatever order the pairs come.


def rows_and_labels(rng, shape, sizes):
    """Random rows and their labels: classes of the given sizes, any integers as labels, in no order."""
    labels = rng.choice(np.arange(-20, 2000), size=len(sizes), replace=False)
    y = rng.permutation(np.repeat(labels, sizes))
    return rng.normal(size=(len(y), *shape)).astype(np.float32), y


def pairs_of(student, x, y, seed):
    """What make_pairs returns, as a dict of arrays."""
    a, b, same = student.make_pairs(np.array(x), np.array(y), seed)
    return {"a": np.asarray(a), "b": np.asarray(b), "same": np.asarray(same)}


def is_array(value, shape):
    """Is this an array of finite real numbers of this shape?"""
    return (
        isinstance(value, np.ndarray)
        and value.shape == tuple(shape)
        and value.dtype.kind in "biuf"
        and bool(np.isfinite(value).all())
    )


def parts_of(seen, keys):
    """The values of a dict under these keys, or None for each where there is no such dict."""
    return [seen.get(key) for key in keys] if isinstance(seen, dict) else [None] * len(keys)


def row_numbers(rows, x):
    """For every row its number in x, -1 for one that is not there."""
    number = {row.tobytes(): i for i, row in enumerate(x.astype(np.float32) + np.float32(0))}
    return np.array([number.get(row.tobytes(), -1) for row in rows.astype(np.float32) + np.float32(0)])


def every_row_has_its_own(left, right, n):
    """Can every row be given one pair of its own? Pairs are edges between rows: each connected piece must have as
    many edges as rows."""
    root = list(range(n))

    def find(i):
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i, j in zip(left, right, strict=True):
        root[find(i)] = find(j)
    edges, rows = np.zeros(n, int), np.zeros(n, int)
    for i in left:
        edges[find(i)] += 1
    for i in range(n):
        rows[find(i)] += 1
    return bool((edges == rows).all())


WRONG_WAY_ROUND = "same is the wrong way round: 1 stands for a pair of the same class"


def examine_pairs(seen, x, y):
    """(what is wrong or "", the set of unordered pairs)."""
    a, b, same = parts_of(seen, ("a", "b", "same"))
    n = len(x)
    for name, value in (("a", a), ("b", b)):
        if not is_array(value, (2 * n, *x.shape[1:])):
            return f"{name} is not an array of shape {(2 * n, *x.shape[1:])} (2n rows for {n} rows of x)", None
    if not is_array(same, (2 * n,)):
        return f"same is not an array of shape {(2 * n,)}", None
    left, right = row_numbers(a, x), row_numbers(b, x)
    if (left < 0).any() or (right < 0).any():
        return "a or b holds a row that is not a row of x", None
    truth = y[left] == y[right]
    if (same == ~truth).all():
        return WRONG_WAY_ROUND, None
    wrong = np.flatnonzero(same != truth)
    if len(wrong):
        kind = "the same class" if truth[wrong[0]] else "different classes"
        return f"same does not fit its pair in {len(wrong)} of {2 * n} places, first for a pair of {kind}", None
    if (left == right).any():
        return "a row is paired with itself", None
    if truth.sum() != n:
        return f"{truth.sum()} pairs of the same class and {(~truth).sum()} of different ones, wanted {n} of each", None
    for kind, chosen in (("of its own class", truth), ("of another class", ~truth)):
        if not every_row_has_its_own(left[chosen], right[chosen], n):
            return f"some rows have no pair of their own with a row {kind}", None
    return "", {(min(i, j), max(i, j)) for i, j in zip(left.tolist(), right.tolist(), strict=True)}


def judge_pairs(seen, secret):
    problem, _ = examine_pairs(seen, secret["x"], secret["y"])
    if problem:
        return Judgement.failed(problem, diagnosis="inverted" if problem == WRONG_WAY_ROUND else "")
    if seen["same"].dtype != np.float32:
        words = f"all pairs are right, but same is {seen['same'].dtype}, not float32"
        return Judgement.partial(0.75, words, diagnosis="dtype")
    return Judgement.passed()


def judge_seeds(seen, secret):
    if not (isinstance(seen, dict) and isinstance(seen.get("others"), list) and len(seen["others"]) == 5):
        return Judgement.failed("make_pairs did not answer for every seed")
    runs = [seen.get("first"), seen.get("again"), *seen["others"]]
    examined = [examine_pairs(run, secret["x"], secret["y"]) for run in runs]
    for problem, _ in examined:
        if problem:
            return Judgement.failed(problem, diagnosis="inverted" if problem == WRONG_WAY_ROUND else "")
    if any(not np.array_equal(runs[0][key], runs[1][key]) for key in ("a", "b", "same")):
        return Judgement.failed("the same seed gave other pairs the second time", diagnosis="seed_ignored")
    for kind, own in (("its own", True), ("another", False)):
        drawn = [{(i, j) for i, j in pairs if (secret["y"][i] == secret["y"][j]) == own} for _, pairs in examined]
        others = sum(pairs != drawn[0] for pairs in drawn[2:])
        if others < 3:
            words = f"only {others} of 5 other seeds gave other partners of {kind} class"
            return Judgement.failed(words, diagnosis="seed_ignored")
    return Judgement.passed()


def pairs_data(rng, shape, sizes, seeds=1):
    x, y = rows_and_labels(rng, shape, sizes)
    chosen = [int(seed) for seed in rng.choice(100_000, size=seeds, replace=False)]
    return {"x": x, "y": y, "seeds": chosen}, {"x": x, "y": y}


def pairs_under_seeds(student, given):
    """The pairs for the first seed, for the first seed again, and for the other ones."""
    x, y, (seed, *others) = given["x"], given["y"], given["seeds"]
    return {
        "first": pairs_of(student, x, y, seed),
        "others": [pairs_of(student, x, y, other) for other in others],
        "again": pairs_of(student, x, y, seed),
    }


def small_classes(rng):
    return pairs_data(rng, (8, 8, 1), rng.integers(2, 9, size=3))


def middling_classes(rng):
    return pairs_data(rng, (8, 8, 1), rng.integers(5, 12, size=4), seeds=6)


@check(part="make_pairs", points=5, cases=3, judge=judge_pairs, data=small_classes)
def every_row_gets_both_partners(student, given):
    """Every row has a pair with another row of its class and one with a row of another class, 2n pairs in all."""
    return pairs_of(student, given["x"], given["y"], given["seeds"][0])


@check(part="make_pairs", points=4, judge=judge_seeds, data=middling_classes)
def a_seed_gives_the_same_pairs_again(student, given):
    """The same seed gives the same pairs, other seeds give other partners."""
    return pairs_under_seeds(student, given)


# --- 2. the tower -----------------------------------------------------------------------------------------


def embed(tower, images):
    """The tower's embeddings as a float32 array."""
    return np.asarray(tower(np.array(images), training=False), dtype=np.float32)


def learning_signal(model, inputs, weights, direction):
    """How strongly each of the weights pulls at a random combination of the outputs (length of the gradient)."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        combination = tf.reduce_sum(model(inputs, training=False) * direction)
    gradients = tape.gradient(combination, weights)
    return [0.0 if g is None else float(np.linalg.norm(np.asarray(tf.convert_to_tensor(g)))) for g in gradients]


def tower_data(rng, shapes, sizes):
    """Images of very different brightness of some shape, and the size of an embedding."""
    shape = shapes[int(rng.integers(len(shapes)))]
    size = int(sizes[int(rng.integers(len(sizes)))])
    brightness = np.linspace(0.2, 1.0, 6).reshape(6, 1, 1, 1)
    images = (rng.uniform(size=(6, *shape)) * brightness).astype(np.float32)
    direction = rng.normal(size=(6, size)).astype(np.float32)
    return {"images": images, "size": size, "direction": direction}, {"size": size}


def tower_of(student, given):
    return student.build_tower(tuple(given["images"].shape[1:]), given["size"])


def embeddings_of(student, given):
    """Embeddings of a batch of 6, of 3 and of 1 images."""
    import keras

    tower = tower_of(student, given)
    if not isinstance(tower, keras.Model):
        return {"model": False}
    images = given["images"]
    return {
        "model": True,
        "six": embed(tower, images),
        "three": embed(tower, images[:3]),
        "one": embed(tower, images[:1]),
    }


def judge_embeddings(seen, secret):
    model, six, three, one = parts_of(seen, ("model", "six", "three", "one"))
    size = secret["size"]
    if model is not True:
        return Judgement.failed("build_tower does not return a keras.Model")
    for count, value in ((6, six), (3, three), (1, one)):
        if not is_array(value, (count, size)):
            return Judgement.failed(f"{count} images do not become finite embeddings of shape {(count, size)}")
    # A relu as the last layer may leave all of a few numbers at 0, so small embeddings are not asked to differ.
    if size >= 16 and np.ptp(six, axis=0).max() <= 1e-6 * max(1.0, float(np.abs(six).max())):
        return Judgement.failed("images that differ get the same embedding")
    # Batches of another size are computed in another order: 1e-6 here; normalised by the batch: above 0.1.
    bound = 1e-3 * max(1.0, float(np.abs(six).max()))
    if max(np.abs(three - six[:3]).max(), np.abs(one - six[:1]).max()) > bound:
        return Judgement.failed("the embedding of an image depends on the other images in its batch")
    return Judgement.passed()


def judge_learning(seen, secret):
    model, outputs, signal = parts_of(seen, ("model", "outputs", "signal"))
    if model is not True:
        return Judgement.failed("build_tower does not return a keras.Model")
    if not is_array(outputs, (6, secret["size"])):
        return Judgement.failed(f"6 images do not become finite embeddings of shape {(6, secret['size'])}")
    if not (isinstance(signal, list) and signal and all(isinstance(s, float) for s in signal)):
        return Judgement.failed("the tower has no weights to train")
    if not (np.isfinite(signal).all() and max(signal) > 1e-8):
        return Judgement.failed("no weight of the tower changes its embeddings")
    return Judgement.passed()


def tower_can_learn(student, given):
    """Is the tower a model, what are its outputs, and how do its weights pull at them?"""
    import keras

    tower = tower_of(student, given)
    if not isinstance(tower, keras.Model):
        return {"model": False}
    outputs = embed(tower, given["images"])
    if outputs.shape != given["direction"].shape:
        return {"model": True, "outputs": outputs}
    signal = learning_signal(tower, given["images"], tower.trainable_weights, given["direction"])
    return {"model": True, "outputs": outputs, "signal": signal}


def digit_tower(rng):
    return tower_data(rng, [(8, 8, 1)], [16, 32])


@check(part="build_tower", points=4, cases=2, judge=judge_embeddings, data=digit_tower)
def tower_makes_embeddings(student, given):
    """Images of 8 x 8 x 1 become embeddings (batch, embedding_dim), for batches of any size."""
    return embeddings_of(student, given)


@check(part="build_tower", points=3, judge=judge_learning, data=digit_tower)
def tower_has_weights_to_train(student, given):
    """The tower has weights, and they shape its embeddings."""
    return tower_can_learn(student, given)


# --- 3. the siamese model ---------------------------------------------------------------------------------


def make_tower(shape, kernel, bias):
    """A small tower of the checks' own with the given weights; embeddings lie between -1 and 1."""
    import keras

    inputs = keras.Input(tuple(shape))
    dense = keras.layers.Dense(len(bias), activation="tanh")
    tower = keras.Model(inputs, dense(keras.layers.Flatten()(inputs)))
    dense.set_weights([np.array(kernel), np.array(bias)])
    return tower


def scores(siamese, a, b):
    """The siamese model's output; a model whose call takes two arguments is called with two."""
    try:
        result = siamese([a, b], training=False)
    except Exception:
        try:
            result = siamese(a, b, training=False)
        except Exception:
            result = None
        if result is None:
            raise
    return np.asarray(result, dtype=np.float32)


def siamese_data(rng, shapes, sizes):
    """Weights of a tower, other weights for it, and pairs from nearly alike to opposite."""
    shape = shapes[int(rng.integers(len(shapes)))]
    size = int(sizes[int(rng.integers(len(sizes)))])
    n = int(np.prod(shape))
    closeness = np.geomspace(0.02, 1, 8).reshape(8, 1, 1, 1)
    a = rng.uniform(size=(8, *shape))
    b = a + closeness * (rng.uniform(size=(8, *shape)) - a)
    b[-1] = 1 - a[-1]
    given = {"shape": list(shape), "a": a.astype(np.float32), "b": b.astype(np.float32)}
    for name in ("before", "after"):
        kernel = rng.normal(scale=2 / np.sqrt(n), size=(n, size))
        bias = rng.normal(scale=0.2, size=size) - 0.5 * kernel.sum(axis=0)
        given[name] = [kernel.astype(np.float32), bias.astype(np.float32)]
    return given, None


def both_ways(siamese, given):
    a, b = np.array(given["a"]), np.array(given["b"])
    alike = np.concatenate([a, b])
    return {
        "ab": scores(siamese, a, b),
        "ba": scores(siamese, b, a),
        "alike": scores(siamese, alike, np.array(alike)),
    }


def siamese_under_changes(student, rng, given):
    """Outputs with the tower as it was given, with another head, and with other weights in the tower; whether
    the head learns which outputs are high."""
    import keras

    tower = make_tower(given["shape"], *given["before"])
    siamese = student.build_siamese(tower)
    if not isinstance(siamese, keras.Model):
        return {"model": False}
    seen = {"model": True, "start": both_ways(siamese, given)}
    towers_own = {id(weight) for weight in tower.weights}
    seen["head learns"] = any(id(weight) not in towers_own for weight in siamese.weights)
    for weight in siamese.trainable_weights:
        if id(weight) not in towers_own:
            weight.assign(weight + 0.1 * rng.normal(size=tuple(weight.shape)).astype(np.float32))
    seen["other head"] = both_ways(siamese, given)
    tower.set_weights([np.array(value) for value in given["after"]])
    seen["other tower"] = both_ways(siamese, given)
    direction = np.linspace(-1, 1, 8, dtype=np.float32).reshape(8, 1)
    pair = [np.array(given["a"]), np.array(given["b"])]
    try:
        seen["signal"] = learning_signal(siamese, pair, tower.trainable_weights, direction)
    except Exception:
        seen["signal"] = learning_signal(lambda p, training: siamese(*p), pair, tower.trainable_weights, direction)
    return seen


# Right ways are symmetric to 1e-7; the outputs of two towers or of an asymmetric head differ by 0.01 and more.
SYMMETRIC = 1e-5
DIFFERENT = 1e-5


def examine_outputs(seen):
    """What is wrong with the outputs as such, or ""."""
    model, *states = parts_of(seen, ("model", "start", "other head", "other tower"))
    if model is not True:
        return "build_siamese does not return a keras.Model"
    for state in states:
        for outputs in parts_of(state, ("ab", "ba")):
            if not is_array(outputs, (8, 1)):
                return "8 pairs do not become finite outputs of shape (8, 1)"
            if outputs.min() < -1e-6 or outputs.max() > 1 + 1e-6:
                return f"outputs from {outputs.min():.3g} to {outputs.max():.3g} do not lie in [0, 1]"
    return ""


def is_signed(seen):
    """Whether the head knows the sign of the difference alone: swapped inputs turn p into 1 - p, but for a bias."""
    for state in ("start", "other head", "other tower"):
        with np.errstate(all="ignore"):
            ab, ba = (np.log(p / (1 - p)) for p in (seen[state][way].astype(np.float64) for way in ("ab", "ba")))
        if not (np.isfinite(ab + ba).all() and np.ptp(ab) > 1e-2 and np.ptp(ab + ba) < 1e-3):
            return False
    return True


def judge_outputs(seen):
    problem = examine_outputs(seen)
    if problem:
        return Judgement.failed(problem)
    # A head may start from zeros, so it counts after its weights were moved as well.
    if max(np.ptp(seen[state]["ab"]) for state in ("start", "other head", "other tower")) < DIFFERENT:
        return Judgement.failed("the output is the same for pairs that differ", diagnosis="same_for_all")
    if any(np.abs(seen[state]["ab"] - seen[state]["ba"]).max() > SYMMETRIC for state in ("start", "other head")):
        kind = "absolute_missing" if is_signed(seen) else ""
        return Judgement.failed("the output changes when the two inputs are swapped", diagnosis=kind)
    # A head with weights learns which way is up; one without has to have it right from the start.
    if seen.get("head learns") is not True:
        for state in ("start", "other tower"):
            alike = seen[state].get("alike")
            if not is_array(alike, (16, 1)):
                return Judgement.failed("pairs of an image with itself do not become finite outputs (n, 1)")
            # The last pair is an image and its opposite.
            if not (alike[7, 0] + alike[15, 0]) / 2 > seen[state]["ab"][7, 0]:
                return Judgement.failed(
                    "an image and its opposite get a higher output than an image and itself: "
                    "the output should be high for the same class",
                    diagnosis="inverted",
                )
    return Judgement.passed()


def judge_sharing(seen):
    problem = examine_outputs(seen)
    if problem:
        return Judgement.failed(problem)
    before, after = seen["other head"], seen["other tower"]
    if np.abs(after["ab"] - before["ab"]).max() < DIFFERENT:
        return Judgement.failed("the inputs do not go through the tower: new weights in it do not change the output")
    if np.abs(after["ab"] - after["ba"]).max() > SYMMETRIC:
        return Judgement.failed(
            "with new weights in the tower the output changes when the inputs are swapped: "
            "only one of them goes through it, or the head is not symmetric"
        )
    signal = seen.get("signal")
    if not (isinstance(signal, list) and signal and all(isinstance(s, float) for s in signal)):
        return Judgement.failed("the tower has no weights to train any more")
    if not (np.isfinite(signal).all() and max(signal) > 1e-8):
        return Judgement.failed("no gradient reaches the weights of the tower")
    return Judgement.passed()


def small_siamese(rng):
    return siamese_data(rng, [(8, 8, 1)], [4, 8])


@check(part="build_siamese", points=4, judge=judge_outputs, data=small_siamese)
def siamese_scores_pairs(student, rng, given):
    """Pairs become outputs (batch, 1) in [0, 1] that differ, and do not change when the inputs are swapped."""
    return siamese_under_changes(student, rng, given)


@check(part="build_siamese", points=5, judge=judge_sharing, data=small_siamese)
def siamese_shares_its_tower(student, rng, given):
    """Both inputs go through the very tower that is given: new weights in it count for both."""
    return siamese_under_changes(student, rng, given)


# --- 4. training ------------------------------------------------------------------------------------------
# The images are turned, inverted and blurred with noise, and the classes renamed, so that the labels of the
# public data set are of no use. The labels of the test images never leave the grader.

# Measured, worst and best (right ways over 5 to 15 seeds, raw pixels over 50, the others over 4 to 10, both checks):
#                                               AUC of pairs       nearest support     CPU seconds
#   the reference and seven other right ways    0.981 to 1.000     0.896 to 0.999      0.7 to 5.5
#   raw pixels                                  0.831 to 0.921     0.642 to 0.792
#   their towers, untrained                     0.31  to 0.87      0.45  to 0.75
#   one epoch in batches of 256                 0.825 to 0.939     0.623 to 0.786
#   trained on 30 images only                   0.869 to 0.927     0.608 to 0.798
#   only the head trained                       0.810 to 0.879     0.540 to 0.702
AUC_WANTED = 0.96
NEAREST_WANTED = 0.85


# Digits that are easily told apart, and those that are taken for each other: four of the first and three of the
# second kind are seen, so that no choice of classes is much harder than another.
EASY, HARD = (0, 2, 4, 6, 7), (1, 3, 5, 8, 9)


@cache
def digits():
    """The 8 x 8 digits of scikit-learn: (images in [0, 1], digits), without importing it."""
    package = importlib.util.find_spec("sklearn").submodule_search_locations[0]
    with gzip.open(Path(package, "datasets", "data", "digits.csv.gz"), "rt") as file:
        table = np.loadtxt(file, delimiter=",", dtype=np.float32)
    return table[:, :-1].reshape(-1, 8, 8) / 16, table[:, -1].astype(np.int64)


def disguised_digits(rng, orientations, inverted):
    """All digits, changed: (images (n, 8, 8, 1), labels 0 to 9 in another order)."""
    x, digit = digits()
    orientation = int(orientations[int(rng.integers(len(orientations)))])
    x = np.rot90(x, orientation % 4, axes=(1, 2))
    if orientation >= 4:
        x = x[:, :, ::-1]
    if inverted:
        x = 1 - x
    x = np.clip(x + rng.normal(scale=0.04, size=x.shape), 0, 1)
    return np.ascontiguousarray(x[..., np.newaxis], dtype=np.float32), rng.permutation(10)[digit]


def training_data(rng, orientations, inverted):
    """1,000 images of seven classes to train on; pairs and supports among the other images of these classes."""
    x, y = disguised_digits(rng, orientations, inverted)
    names = [int(y[digits()[1] == digit][0]) for digit in range(10)]
    kept = [names[digit] for digit in (*rng.permutation(EASY)[:4], *rng.permutation(HARD)[:3])]
    rows = rng.permutation(np.flatnonzero(np.isin(y, kept)))
    train, test = rows[:1000], rows[1000:]
    labels = y[test]
    left, right = rng.integers(len(test), size=(2, 12_000))
    same = np.flatnonzero((labels[left] == labels[right]) & (left != right))[:500]
    different = np.flatnonzero(labels[left] != labels[right])[:500]
    pairs = rng.permutation(np.concatenate([same, different]))
    left, right = left[pairs], right[pairs]
    supports = [
        np.array([rng.choice(np.flatnonzero(labels == label)) for label in np.unique(labels)]) for _ in range(30)
    ]
    given = {"x": x[train], "y": y[train], "seed": int(rng.integers(1000))}
    given |= {"test": x[test], "left": left, "right": right}
    return given, {"labels": labels, "same": labels[left] == labels[right], "supports": supports}


def trained(student, given):
    """Embeddings of the test images by the trained tower, and the trained siamese model's outputs for pairs."""
    tower, siamese = student.train(np.array(given["x"]), np.array(given["y"]), given["seed"])
    test = np.array(given["test"])
    left, right = np.array(given["left"]), np.array(given["right"])
    return {"embeddings": embed(tower, test), "scores": scores(siamese, test[left], test[right])}


def area_under_curve(values, same):
    """The chance that a pair of the same class has a higher value than another pair; ties count half."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    positive = int(same.sum())
    return float((ranks[same].sum() - positive * (positive + 1) / 2) / (positive * (len(same) - positive)))


def nearest_support(embeddings, labels, supports):
    """The share of images whose nearest support image has their label, averaged over the choices of supports."""
    right = []
    for chosen in supports:
        others = np.setdiff1d(np.arange(len(labels)), chosen)
        distances = ((embeddings[others, np.newaxis] - embeddings[np.newaxis, chosen]) ** 2).sum(axis=-1)
        right.append(np.mean(labels[chosen][distances.argmin(axis=1)] == labels[others]))
    return float(np.mean(right))


def measure(seen, secret):
    """(AUC of the pairs, share that the nearest support names rightly), or what is wrong with the answer."""
    embeddings, values = parts_of(seen, ("embeddings", "scores"))
    n, m = len(secret["labels"]), len(secret["same"])
    width = embeddings.shape[-1] if isinstance(embeddings, np.ndarray) and embeddings.ndim == 2 else 0
    if not width or not is_array(embeddings, (n, width)):
        return f"the trained tower does not make finite embeddings (n, embedding_dim) of {n} images"
    if not is_array(values, (m, 1)):
        return f"the trained siamese model does not make finite outputs ({m}, 1) of {m} pairs"
    embeddings = embeddings.astype(np.float64)
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    nearest = max(
        nearest_support(embeddings, secret["labels"], secret["supports"]),
        nearest_support(embeddings / np.maximum(lengths, 1e-12), secret["labels"], secret["supports"]),
    )
    return area_under_curve(values[:, 0], secret["same"]), nearest


def judge_training(seen, secret):
    measured = measure(seen, secret)
    if isinstance(measured, str):
        return Judgement.failed(measured)
    area, nearest = measured
    message = ""
    if area < 0.2:
        message = "the siamese model's output is low for pairs of the same class, where it should be high"
    elif area < AUC_WANTED:
        message = f"AUC of unseen pairs {area:.3f}, wanted {AUC_WANTED}"
    if nearest < NEAREST_WANTED:
        message += "; " if message else ""
        message += f"nearest embedding right for {nearest:.3f} of unseen images, wanted {NEAREST_WANTED}"
    reached = (area >= AUC_WANTED) + (nearest >= NEAREST_WANTED)
    measured = {"AUC": (area, AUC_WANTED), "nearest": (nearest, NEAREST_WANTED)}
    return Judgement(reached / 2, message, measured, diagnosis="inverted" if area < 0.2 else "")


def mirrored_digits(rng):
    return training_data(rng, orientations=[4], inverted=True)


def map_of_embeddings(seen, secret):
    """The picture of a trained tower: the images that it has not seen, each class in a colour."""
    return Points.of(seen["embeddings"], secret["labels"])


@check(part="train", points=11, judge=judge_training, data=mirrored_digits, seconds=75, picture=map_of_embeddings)
def training_pays(student, given):
    """After training on 1,000 images, unseen pairs and unseen images of the same classes are told apart."""
    return trained(student, given)


# --- 5. one shot ------------------------------------------------------------------------------------------


def make_unit_tower(shape, kernel, bias):
    """A tower of the checks' own whose embeddings have length 1, so that Euclidean distance and cosine agree."""
    import keras

    inputs = keras.Input(tuple(shape))
    dense = keras.layers.Dense(len(bias))
    tower = keras.Model(inputs, keras.layers.UnitNormalization()(dense(keras.layers.Flatten()(inputs))))
    dense.set_weights([np.array(kernel), np.array(bias)])
    return tower


def one_shot_data(rng, shape, classes, each, queries, size=8):
    """Images whose class lies in a few faint directions that the tower looks at.

    What is strong in their pixels misleads: every query looks like a support image of another class.
    """
    n = int(np.prod(shape))
    basis = np.linalg.qr(rng.normal(size=(n, n)))[0]
    look, rest = basis[:, :size], basis[:, size:]
    centres = np.linalg.qr(rng.normal(size=(size, size)))[0][:classes]
    labels = rng.choice(np.arange(-50, 3000), size=classes, replace=False)

    def images(of, looks):
        direction = centres[of] + rng.normal(scale=0.3 / np.sqrt(size), size=(len(of), size))
        strength = rng.uniform(0.02, 0.04, size=(len(of), 1))
        return (0.5 + strength * direction @ look.T + looks @ rest.T).reshape(-1, *shape).astype(np.float32)

    support = rng.permutation(np.repeat(np.arange(classes), each))
    support_looks = rng.normal(scale=0.15, size=(len(support), n - size))
    query = rng.integers(classes, size=queries)
    alike = np.array([rng.choice(np.flatnonzero(support != of)) for of in query])
    query_looks = support_looks[alike] + rng.normal(scale=0.01, size=(queries, n - size))
    given = {
        "shape": list(shape),
        "kernel": (30 * look).astype(np.float32),
        "bias": (-15 * look.sum(axis=0)).astype(np.float32),
        "support_x": images(support, support_looks),
        "support_y": labels[support],
        "query_x": images(query, query_looks),
    }
    return given, {"labels": labels[query]}


def labels_found(student, given):
    tower = make_unit_tower(given["shape"], given["kernel"], given["bias"])
    arrays = [np.array(given[name]) for name in ("support_x", "support_y", "query_x")]
    return np.asarray(student.one_shot(tower, *arrays))


def labels_found_apart(student, given):
    """The labels of all queries but the last, then that of the last one alone."""
    tower = make_unit_tower(given["shape"], given["kernel"], given["bias"])
    found = []
    for queries in (given["query_x"][:-1], given["query_x"][-1:]):
        support = np.array(given["support_x"]), np.array(given["support_y"])
        found += list(np.asarray(student.one_shot(tower, *support, np.array(queries))))
    return np.array(found)


def judge_labels(seen, secret):
    labels = secret["labels"]
    if not is_array(seen, labels.shape):
        return Judgement.failed(f"one_shot does not return {len(labels)} labels for {len(labels)} queries")
    right = int((seen == labels).sum())
    if right < len(labels):
        return Judgement.failed(f"{right} of {len(labels)} labels are right")
    return Judgement.passed()


def one_image_each(rng):
    return one_shot_data(rng, (8, 8, 1), classes=int(rng.integers(3, 6)), each=1, queries=12)


@check(part="one_shot", points=8, cases=3, judge=judge_labels, data=one_image_each)
def one_image_of_a_new_class_is_enough(student, given):
    """With one image of each new class, queries get the label of the most similar embedding."""
    return labels_found(student, given)
