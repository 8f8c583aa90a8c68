"""What a mistake looks like: each kind where it must be stated, and where it must not."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import grader.grading
from grader import Exact, Judgement, Raises, Tolerance, check, outcome
from grader.comparison import compare
from grader.diagnose import HINTS, HYPOTHESES, diagnose, evidence_of, evidence_of_difference
from grader.expectations import Expected
from grader.grading import judge
from grader.hypotheses.evidence import Evidence, Pair
from grader.inside.encoding import encode
from grader.inside.probing import Recorder, StudentFunction
from grader.isolated import Outcome, Task
from grader.observation import Observation, Opaque, Raised, read_observation

QUICK = settings(deadline=None, max_examples=60)


def observed(function, calls, whole=list):
    """What a probe sees of these calls, one after another, as it comes out of the isolated process."""
    recorder = Recorder(details=True)
    recorder.start()
    part = StudentFunction("part", function, recorder, None)
    value = whole([part(*arguments) for arguments in calls])
    return read_observation(encode({"value": value, "calls": recorder.records}, 1 << 20))


def stated(wrong, right, calls, how=None, whole=list):
    """The diagnosis of a wrong function, whose right one is known."""
    copies = [[np.copy(one) if isinstance(one, np.ndarray) else one for one in arguments] for arguments in calls]
    seen, wanted = observed(wrong, copies, whole), observed(right, calls, whole)
    return diagnose(evidence_of([seen], [wanted], how or Tolerance()))


def kind(*arguments, **settings):
    found = stated(*arguments, **settings)
    return found.kind if found else ""


def compared(seen, wanted, how=None):
    """The diagnosis of plain values, of which nobody knows what they come from."""
    found = diagnose(evidence_of([Observation(seen, ())], [Observation(wanted, ())], how or Tolerance()))
    return found.kind if found else ""


RNG = np.random.default_rng(5)
MATRICES = [(RNG.normal(size=shape),) for shape in ((3, 4), (4, 4), (2, 5))]
VECTORS = [(RNG.normal(size=size),) for size in (4, 6, 5)]
TWO = [(RNG.normal(size=shape), RNG.normal(size=shape[1])) for shape in ((3, 4), (5, 2), (3, 3))]
SQUARES = [(RNG.normal(size=(n, n)), RNG.normal(size=(n, n))) for n in (3, 4)]
STEPS = [(RNG.normal(size=4), RNG.normal(size=4), eta) for eta in (0.13, 0.37, 0.29)]
PAIRS = [(RNG.normal(size=n), RNG.normal(size=n)) for n in (4, 7, 5)]
IMAGES = [(RNG.integers(0, 17, size=(n, 4, 4)) / 1.0,) for n in (2, 3)]
ANGLES = [(RNG.normal(size=(4, 2)), theta) for theta in (0.4, -1.3)]
SCALES = [(RNG.normal(size=(n, 2)), a, b) for n, a, b in ((3, 2.5, -0.7), (4, 0.3, 1.9))]
NUMBERS = [(float(x),) for x in RNG.normal(size=5)]


def walk(x0, steps, before=False):
    xs, x = [], x0
    for _ in range(steps):
        xs.append(x)
        x = 0.7 * x + 0.1
        if not before:
            xs[-1] = x
    return np.array(xs)


def rotated(points, theta):
    c, s = math.cos(theta), math.sin(theta)
    return points @ np.array([[c, s], [-s, c]])


def softmax(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def refusing(x):
    if x.ndim != 2:
        raise ValueError("no matrix")
    return 2.0 * x


def wrongly_refusing(x):
    if x.ndim != 2:
        raise KeyError("no matrix")
    return 2.0 * x


def counting():
    calls = []

    def function(x):
        calls.append(x)
        return 3.0 * x + (len(calls) - 1) * x**2

    return function


def both(x, y):
    return x + y, x * y, x - y


def squares_only(x):
    return x.T.copy() if x.shape[0] == x.shape[1] else np.zeros_like(x)


WALKS = [(3.0, 6), (-2.0, 5)]
MIXED = [(RNG.normal(size=shape),) for shape in ((3, 4), (4,), (2, 3, 4))]
SQUARE_AND_OTHER = [(RNG.normal(size=shape),) for shape in ((3, 4), (4, 4), (2, 5), (3, 2))]
CASES = [
    # kind, wrong, right, calls
    ("nothing_returned", lambda x: None, lambda x: x.sum(), MATRICES),
    ("function_returned", lambda x: refusing, lambda x: x.sum(), MATRICES),
    ("wrong_container", lambda x: (2 * x).tolist(), lambda x: 2 * x, VECTORS),
    ("wrong_container", lambda x: {"b": x.sum(), "a": x.max()}, lambda x: (x.max(), x.sum()), VECTORS),
    ("nan", lambda x: np.log(np.maximum(x, 0)), lambda x: np.log(np.maximum(x, 1e-7)), VECTORS),
    ("nan", lambda x: np.where(x > 0, x, np.nan), lambda x: np.maximum(x, 0), VECTORS),
    ("order_of_results", lambda x, y: both(x, y)[::-1], both, PAIRS),
    ("order_of_results", lambda x: (x.sum(), x.max()), lambda x: (x.max(), x.sum()), MATRICES),
    ("argument_returned", lambda x, y: y, lambda x, y: x + y, PAIRS),
    ("argument_returned", lambda w, g, eta: w, lambda w, g, eta: w - eta * g, STEPS),
    (
        "addend_missing",
        lambda x, y: x @ np.ones((x.shape[1], len(y))),
        lambda x, y: x @ np.ones((x.shape[1], len(y))) + y,
        TWO,
    ),
    ("addend_missing", lambda w, g, eta: -eta * g, lambda w, g, eta: w - eta * g, STEPS),
    ("addend_subtracted", lambda x, y: x - y, lambda x, y: x + y, PAIRS),
    ("addend_added", lambda x, y: 2 * x + y, lambda x, y: 2 * x - y, PAIRS),
    ("addend_extra", lambda x, y: x * y + y, lambda x, y: x * y, PAIRS),
    ("swapped_arguments", lambda x, y: y @ x, lambda x, y: x @ y, SQUARES),
    ("swapped_arguments", lambda p, a, b: p * [b, a], lambda p, a, b: p * [a, b], SCALES),
    ("factor_missing", lambda w, g, eta: w - g, lambda w, g, eta: w - eta * g, STEPS),
    ("factor_missing", lambda w, g, eta: w * g, lambda w, g, eta: eta * w * g, STEPS),
    ("factor_extra", lambda w, g, eta: eta * w * g, lambda w, g, eta: w * g, STEPS),
    ("step_sign", lambda w, g, eta: w + eta * g, lambda w, g, eta: w - eta * g, STEPS),
    ("step_scaled", lambda w, g, eta: w - 2 * eta * g, lambda w, g, eta: w - eta * g, STEPS),
    ("degrees", lambda p, t: rotated(p, math.radians(t)), rotated, ANGLES),
    ("degrees", lambda x: np.sin(np.radians(x)), np.sin, VECTORS),
    ("degrees", lambda x: np.degrees(x**2), lambda x: x**2, VECTORS),
    ("turned_back", lambda p, t: rotated(p, -t), rotated, ANGLES),
    ("divided", lambda p, a, b: p / [a, b], lambda p, a, b: p * [a, b], SCALES),
    ("divided", lambda x: 1 / x, lambda x: x, NUMBERS),
    ("zeros", lambda x: 0 * x, lambda x: 3 * x, VECTORS),
    ("zeroed", lambda x, a: np.maximum(x, 0), lambda x, a: np.maximum(x, a * x), [(m, 0.2) for (m,) in MATRICES]),
    ("constant", lambda x: np.full_like(x, x.sum()), np.cumsum, VECTORS),
    ("same_for_all", lambda x: 2.5, lambda x: x, NUMBERS),
    ("inverted", lambda x: bool(x <= 0.1), lambda x: bool(x > 0.1), [(-1.0,), (0.5,), (2.0,), (0.0,), (-3.0,)]),
    ("sign", lambda x: -(x**3), lambda x: x**3, VECTORS),
    ("absolute", lambda x: np.abs(x**3), lambda x: x**3, VECTORS),
    ("absolute_missing", lambda x: x**3, lambda x: np.abs(x**3), VECTORS),
    ("clipped", lambda x: np.maximum(x**3 + 0.1, 0), lambda x: x**3 + 0.1, VECTORS),
    ("scaled", lambda x: 0.5 * x**3, lambda x: x**3, VECTORS),
    ("offset", lambda x: x**3 + 7, lambda x: x**3, VECTORS),
    (
        "offset",
        lambda x: np.tanh(x),
        lambda x: np.tanh(x + np.linspace(0.3, 1, x.shape[1])),
        [(RNG.normal(size=(5, 3)),)],
    ),
    ("off_by_one", lambda x: np.argsort(x) + 1, np.argsort, VECTORS),
    ("log_base", lambda x: np.log10(x**2), lambda x: np.log(x**2), VECTORS),
    ("sum_not_mean", lambda x: np.sum(x**2), lambda x: np.mean(x**2), MATRICES),
    ("mean_not_sum", lambda x: np.mean(x**2), lambda x: np.sum(x**2), MATRICES),
    ("mean_not_sum", lambda x: np.cumsum(x) / np.arange(1, len(x) + 1), np.cumsum, VECTORS),
    ("not_reduced", lambda x: x**2, lambda x: np.mean(x**2), MATRICES),
    ("other_reduction", lambda x: x.min(axis=0), lambda x: x.max(axis=0), MATRICES),
    ("other_reduction", lambda x: x.std(axis=0), lambda x: x.std(axis=0, ddof=1), MATRICES),
    ("wrong_axis", lambda x: x.max(axis=1), lambda x: x.max(axis=0), MATRICES),
    ("wrong_axis", lambda x, y: x + y[:, None], lambda x, y: x + y, [(m, m[0] * m[1]) for m, _ in SQUARES]),
    ("wrong_axis", lambda x, y: x @ x + y[:, None], lambda x, y: x @ x + y, [(m, m[0] * m[1]) for m, _ in SQUARES]),
    ("wrong_axis", lambda x: softmax(3 * x.T).T, lambda x: softmax(3 * x), MATRICES),
    ("activation_missing", lambda x: x**3, lambda x: np.tanh(x**3), MATRICES),
    ("activation_missing", lambda x: x**3, lambda x: softmax(x**3), MATRICES),
    ("activation_missing", lambda x: x**3, lambda x: np.maximum(x**3, 0), MATRICES),
    ("activation_extra", lambda x: np.tanh(x**3), lambda x: x**3, MATRICES),
    ("rounded", lambda x: np.round(x**3, 2), lambda x: x**3, VECTORS),
    ("truncated", lambda x: np.trunc(9 * x), lambda x: 9 * x, VECTORS),
    (
        "truncated",
        lambda x, y: x**2 + np.trunc(y),
        lambda x, y: x**2 + y,
        [(x, 9 * y) for x, y in PAIRS],
    ),
    ("float16", lambda x: (x**3).astype(np.float16), lambda x: x**3, VECTORS),
    ("transposed", lambda x: (x**3).T, lambda x: x**3, MATRICES),
    ("transposed", lambda x, y: x @ y, lambda x, y: x @ y.T, SQUARES),
    ("rows_and_columns", lambda x: (x**3).T.reshape(x.shape), lambda x: x**3, MATRICES),
    (
        "rows_and_columns",
        lambda x: x.swapaxes(1, 2).reshape(len(x), -1) / 16,
        lambda x: x.reshape(len(x), -1) / 16,
        IMAGES,
    ),
    ("broadcast", lambda x, y: x[:, None] + y**2, lambda x, y: x + y**2, PAIRS),
    ("extra_axis", lambda x: (x**3)[:, None], lambda x: x**3, VECTORS),
    ("missing_axis", lambda x: x**3, lambda x: (x**3)[:, None], VECTORS),
    ("other_shape", lambda x: (x**3).ravel(), lambda x: x**3, MATRICES),
    ("shifted", lambda x: np.append((x**3)[1:], 0.5), lambda x: x**3, VECTORS),
    ("shifted", lambda x: np.append(0.5, (x**3)[:-1]), lambda x: x**3, VECTORS),
    ("before_update", lambda x0, steps: walk(x0, steps, before=True), walk, WALKS),
    ("before_update", lambda x: np.cumsum(x) - x, np.cumsum, VECTORS),
    ("before_update", lambda w, v, b: (w + v, b * v - 0.1), lambda w, v, b: (w + b * v - 0.1, b * v - 0.1), STEPS),
    ("reversed", lambda x: (x**3)[::-1], lambda x: x**3, VECTORS),
    ("sorted", lambda x: np.sort(x**3), lambda x: x**3, VECTORS),
    ("permuted", lambda x: (x**3)[np.argsort(np.cos(9 * x))], lambda x: x**3, VECTORS),
    ("permuted", lambda x: [(x**3)[[5, 1, 3]], (x**3)[[2, 4, 0]]], lambda x: [(x**3)[:3], (x**3)[3:]], [VECTORS[1]]),
    ("last_missing", lambda x: (x**3)[:-1], lambda x: x**3, VECTORS),
    ("last_missing", lambda x: np.append((x**3)[:-1], 0), lambda x: x**3, VECTORS),
    (
        "last_missing",
        lambda x: x[:-1].max(axis=0),
        lambda x: x.max(axis=0),
        [(np.arange(12.0).reshape(3, 4) % 5,), *MATRICES],
    ),
    ("first_missing", lambda x: (x**3)[1:], lambda x: x**3, VECTORS),
    ("one_too_many", lambda x: np.append(x**3, 1), lambda x: x**3, VECTORS),
    ("one_too_many", lambda x: np.append(0, x**3), lambda x: x**3, VECTORS),
    ("first_only", lambda x: (x**3)[:1], lambda x: x**3, VECTORS),
    ("first_only", lambda x, y: both(x, y)[0], lambda x, y: both(x, y), PAIRS),
    ("last_only", lambda x: (x**3)[-1], lambda x: x**3, VECTORS),
    ("last_only", lambda x, y: x[-1] * y[-1], lambda x, y: x @ y, PAIRS),
    ("square_only", squares_only, lambda x: x.T.copy(), SQUARE_AND_OTHER),
    ("first_case_only", counting(), lambda x: 3.0 * x, [(x,) for x in RNG.normal(size=(5, 3))]),
]
KNOWN_TO_JUDGES = {"argument_changed", "not_shuffled", "rows_decoupled", "rows_lost", "seed_ignored", "too_slow"}


@pytest.mark.parametrize(("name", "wrong", "right", "calls"), CASES, ids=[case[0] for case in CASES])
def test_a_mistake_is_recognised(name, wrong, right, calls):
    with np.errstate(all="ignore"):
        assert kind(wrong, right, calls) == name
        assert kind(right, right, calls) == ""


def test_every_kind_has_a_test():
    elsewhere = {"not_refused", "wrong_exception", "dtype"}
    assert {case[0] for case in CASES} | elsewhere | KNOWN_TO_JUDGES == set(HINTS)


def test_what_is_not_refused():
    def probe(function):
        return lambda x: outcome(function, x)

    how = Raises("ValueError", "AssertionError")
    calls = [(np.ones(3),), (np.ones((2, 2, 2)),)]
    assert kind(probe(lambda x: x), probe(refusing), calls, how=how) == "not_refused"
    assert kind(probe(wrongly_refusing), probe(refusing), calls, how=how) == "wrong_exception"
    assert (
        kind(probe(lambda x: x if x.ndim < 2 else wrongly_refusing(x)), probe(refusing), calls, how=how)
        == "not_refused"
    )


def test_a_dtype_is_told_where_the_values_are_right():
    how = Tolerance(dtype=True)

    def right(x):
        return (3 * x).astype(np.float32)

    assert kind(lambda x: 3 * x, right, VECTORS, how=how) == "dtype"
    assert kind(lambda x: (3 * x).astype(np.float16), right, VECTORS, how=how) == "dtype"
    assert kind(lambda x: (3 * x).astype(np.int64), right, VECTORS, how=how) == "truncated"
    assert kind(lambda x: 3 * x + np.sin(x), right, VECTORS, how=how) == ""


# --- what must not be stated ------------------------------------------------------------------------------

NEAR_MISSES = [
    # One entry spoils it.
    (lambda x: np.append(-(x**3)[:-1], 0.3), lambda x: x**3, VECTORS),
    (lambda x: np.append(2 * (x**3)[:-1], 0.3), lambda x: x**3, VECTORS),
    (lambda x: np.append((x**3)[:-1] + 1, 0.3), lambda x: x**3, VECTORS),
    (lambda x: np.append((x**3)[::-1][:-1], 0.3), lambda x: x**3, VECTORS),
    # Right in one call, another mistake in the others.
    (lambda x: x**3 if len(x) == 6 else -(x**3), lambda x: x**3, VECTORS),
    (lambda x: x**3 if len(x) == 6 else 2 * x**3, lambda x: x**3, VECTORS),
    (lambda x: x**3 + len(x) if len(x) == 6 else -(x**3), lambda x: x**3, VECTORS),
    (lambda x: (x**3).T if x.shape == (2, 5) else np.ones(3), lambda x: x**3, MATRICES),
    # Nobody can know: the absolute value, or the wrong sign?
    (lambda x: np.abs(x), lambda x: -np.abs(x), VECTORS),
    (lambda x: np.abs(x), lambda x: -np.abs(x), [*VECTORS, (np.zeros(3),)]),
    # Numbers that are near by chance.
    (lambda x: x**3 * (1 + 1e-3 * np.sin(7 * x)), lambda x: x**3, VECTORS),
    (lambda x: np.round(x**3, 2) + 1e-3, lambda x: x**3, VECTORS),
    # Few and whole: too little is known.
    (lambda x: 3, lambda x: 6, [(1.0,)]),
    (lambda x: 0, lambda x: 1, [(1.0,)]),
    (lambda x: [1, 2], lambda x: [2, 1], [(1.0,)]),
    (lambda x: np.array([2, 0]), lambda x: np.array([0, 1]), [(1.0,)]),
    (lambda x: np.array([1.5]), lambda x: np.array([3.0]), [(1.0,)]),
    (lambda x: np.array([0.54, 0.27]), lambda x: np.array([1.0, 0.5]), [(1.0,)]),
    # A factor that is a dimension and 2 at once.
    (lambda x: x.sum() + 0.1, lambda x: x.mean(), MATRICES),
    # Wrong shapes with wrong numbers.
    (lambda x: np.ones((len(x), 1)), lambda x: x**3, VECTORS),
    (lambda x: np.ones((len(x), len(x))), lambda x: x**3, VECTORS),
    (lambda x: (x**3)[:-2], lambda x: x**3, VECTORS),
    # Truth values are no numbers.
    (lambda x: False, lambda x: x > 0, NUMBERS),
]


@pytest.mark.parametrize(("wrong", "right", "calls"), NEAR_MISSES)
def test_a_near_miss_gets_no_diagnosis(wrong, right, calls):
    assert stated(wrong, right, calls) is None


def test_a_factor_of_two_is_no_sum_of_two():
    calls = [(RNG.normal(size=2), RNG.normal()) for _ in range(4)]
    found = stated(lambda x, y: 2 * y**3, lambda x, y: y**3, calls)
    assert (found.kind, found.words) == ("scaled", "your result is 2 times what is expected")


def test_a_sequence_that_shrinks_by_a_factor_is_not_called_scaled():
    """Shifted by one step and scaled are the same for it."""
    assert compared(3.0 * 0.5 ** np.arange(1, 7), 3.0 * 0.5 ** np.arange(6)) == "shifted"
    assert compared(3.0 * 0.5 ** np.arange(3, 9), 3.0 * 0.5 ** np.arange(6)) == "scaled"


def test_all_cases_have_to_agree():
    seen, wanted = (
        [np.array([-1.5, 2.5, 3.5]), np.array([1.5, 9.0])],
        [np.array([1.5, -2.5, -3.5]), np.array([1.5, 9.0])],
    )
    cases = [Observation(one, ()) for one in seen], [Observation(one, ()) for one in wanted]
    assert diagnose(evidence_of(*cases, Tolerance())) is None
    assert diagnose(evidence_of(cases[0][:1], cases[1][:1], Tolerance())).kind == "sign"


def test_what_is_wrong_without_telling_anything_stays_unexplained():
    """The second difference is too small to be a sign, so it is something else."""
    seen, wanted = [np.array([-1.5, 2.5, 3.5]), np.array([2e-7])], [np.array([1.5, -2.5, -3.5]), np.array([1e-7])]
    assert compared(seen[0], wanted[0], Exact()) == "sign"
    assert compared(seen, wanted, Exact()) == ""


def test_only_values_of_the_same_meaning_have_to_agree():
    """A sign that is wrong in the second of two results leaves the first one right."""
    assert kind(lambda x, y: (x + y, -x * y), lambda x, y: (x + y, x * y), PAIRS) == "sign"


def test_what_follows_from_an_earlier_mistake_is_explained():
    """The student's second call gets the result of the first one, and not the reference's."""

    def twice(step):
        def probe(w, g, h):
            first = StudentFunction("step", step, recorder, None)(w, g)
            return [first, StudentFunction("step", step, recorder, None)(np.array(first), h)]

        recorder = Recorder(details=True)
        recorder.start()
        value = probe(*(np.random.default_rng(seed).normal(size=5) for seed in (1, 2, 3)))
        return read_observation(encode({"value": value, "calls": recorder.records}, 1 << 20))

    seen, wanted = twice(lambda w, g: w + 0.1 * g), twice(lambda w, g: w - 0.1 * g)
    assert diagnose(evidence_of([seen], [wanted], Tolerance())).kind == "step_sign"
    assert diagnose(evidence_of([twice(lambda w, g: w)], [wanted], Tolerance())).kind == "argument_returned"


numbers = st.floats(-1e6, 1e6, allow_subnormal=False, width=32)


@QUICK
@given(hnp.array_shapes(min_dims=1, max_dims=3, min_side=3, max_side=6), st.integers(0, 2**32 - 1))
def test_an_unrelated_answer_gets_no_diagnosis(shape, seed):
    rng = np.random.default_rng(seed)
    inputs = [(rng.normal(size=shape), rng.normal(size=shape[-1])) for _ in range(3)]
    answers = iter([rng.normal(size=shape) for _ in range(6)])
    assert stated(lambda x, y: next(answers), lambda x, y: next(answers), inputs) is None


@QUICK
@given(st.sampled_from([np.negative, np.abs, np.round, lambda x: 3 * x, lambda x: x + 2, np.zeros_like]), st.randoms())
def test_an_order_of_entries_changes_nothing(mistake, random):
    want = np.append(np.random.default_rng(random.randrange(2**32)).normal(size=10) * 5, [3.7, -4.1])
    order = random.sample(range(12), 12)
    assert compared(mistake(want), want) == compared(mistake(want)[order], want[order]) != ""


anything = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(),
        st.complex_numbers(),
        st.text(max_size=3),
        st.builds(Raised, st.just(("ValueError",)), st.just("no")),
        st.builds(Opaque, st.just("a function")),
        hnp.arrays(
            st.sampled_from([np.float64, np.float32, np.float16, np.int64, np.uint8, np.bool_, np.complex128]),
            hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
        ),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300)
@given(anything, anything, anything)
def test_nothing_makes_a_hypothesis_fail(seen, wanted, argument):
    """Whatever a stranger answers: every hypothesis comes to an end, without an error and without a warning."""
    call = observed(lambda x: x, [(1.0,)]).calls[0]
    evidence = Evidence(
        [Pair(seen, wanted, compare_or_none(seen, wanted), (0,), call, {"x": argument}), Pair(wanted, seen, None)]
    )
    with np.errstate(all="ignore"):
        for hypothesis in HYPOTHESES if evidence.failing else ():
            found = hypothesis(evidence)
            assert found is None or found.kind in HINTS


def compare_or_none(seen, wanted):
    try:
        return compare(seen, wanted, Exact()) or compare(1, 2)
    except TypeError:  # what cannot be compared is no answer of a reference
        return None


@settings(deadline=None, max_examples=150)
@given(st.lists(anything, max_size=3), st.lists(anything, max_size=3))
def test_no_pair_of_answers_makes_it_fail(seen, wanted):
    try:
        evidence = evidence_of(*([Observation(one, ()) for one in side] for side in (seen, wanted)), Tolerance())
    except TypeError:  # the reference's own answer cannot be compared
        return
    found = diagnose(evidence)
    assert found is None or found.kind in HINTS


def test_too_much_evidence_is_none():
    large = np.zeros(150_000)
    assert compared(large, large + 1) == ""
    assert compared([1.0] * 500, [[2.0]] * 500) == ""


def test_what_a_call_was_given_is_told_of_the_reference_alone():
    """Arrays, numbers and lists of numbers by their names, defaults too; nothing else, and nothing large."""

    def part(x, y, size=3, *, rate=0.5, name="n", more=None, large=None):
        return x, float(rate)

    recorder = Recorder(details=True)
    recorder.start()
    StudentFunction("part", part, recorder, None)(np.ones(2), [4.0, "a"], more=[1.0, 2.0], large=np.zeros(5000))
    (call,) = read_observation(encode({"value": 0, "calls": recorder.records}, 1 << 20)).calls
    assert {key: np.asarray(value).tolist() for key, value in call.inputs.items()} == {
        "x": [1.0, 1.0],
        "size": 3,
        "rate": 0.5,
        "more": [1.0, 2.0],
    }
    assert len(call.result.split()) == 2, "a digest for each of the two values"
    silent = Recorder(details=False)
    silent.start()
    StudentFunction("part", part, silent, None)(np.ones(2), 1.0)
    assert silent.records == [{}]


# --- where it is shown ------------------------------------------------------------------------------------


@check(part="triple", points=2, cases=2)
def triples(student, rng):
    """Three times as much."""
    return student.triple(rng.normal(size=4))


def judged(chosen, seen, wanted, secret=None):
    task = Task.of(chosen, b"", (1,), 1.0)
    observations = [tuple(Observation(one, ()) for one in side) for side in (seen, wanted)]
    return judge(Expected(task, observations[1], secret, 0.1), Outcome("", "", observations[0]))


def test_a_verdict_names_the_kind_and_its_message_the_values():
    wanted = [RNG.normal(size=4), RNG.normal(size=4)]
    result = judged(triples, [0.5 * one for one in wanted], wanted)
    assert result.diagnosis == "scaled" and result.verdict == "failed"
    assert result.message.endswith("; your result is 0.5 times what is expected [case 1 of 2]")
    assert judged(triples, wanted, wanted).diagnosis == ""
    assert judged(triples, [0.5 * wanted[0], wanted[1]], wanted).diagnosis == "", "the second case says otherwise"


def test_a_judge_may_hand_on_a_difference_or_name_the_kind():
    def by_difference(seen, expected):
        difference = compare(seen, expected)
        return Judgement.failed(difference.message, difference=difference) if difference else Judgement.passed()

    def by_name(seen, expected):
        return Judgement.partial(0.5, "not at random", diagnosis="not_shuffled")

    wanted = [np.arange(5.0) ** 2]
    chosen = check(part="p", points=1, judge=by_difference)(triples.probe)
    result = judged(chosen, [-wanted[0]], wanted)
    assert result.diagnosis == "sign" and result.message.endswith("; the sign is flipped")
    result = judged(check(part="p", points=1, judge=by_name)(triples.probe), wanted, wanted)
    assert (result.diagnosis, result.verdict, result.message) == ("not_shuffled", "partial", "not at random")


def test_a_hypothesis_that_fails_costs_no_verdict(monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(grader.grading, "diagnose", fail)
    wanted = [RNG.normal(size=4), RNG.normal(size=4)]
    result = judged(triples, [-one for one in wanted], wanted)
    assert result.verdict == "failed" and result.diagnosis == "" and "entries differ" in result.message


def test_a_difference_of_shapes_holds_both_arrays():
    difference = compare(np.ones((2, 3)), np.zeros((3, 2)))
    assert difference.wrong is None and difference.actual.shape == (2, 3) and difference.expected.shape == (3, 2)
    assert (
        diagnose(
            evidence_of_difference(
                compare(np.arange(6.0).reshape(2, 3).T, np.arange(6.0).reshape(2, 3)), Observation(0, ())
            )
        ).kind
        == "transposed"
    )


def test_hints_tell_no_value():
    for name, hint in HINTS.items():
        assert re.fullmatch(r"[a-z]+(_?[a-z0-9]+)*", name)
        assert not re.search(r"\d", hint) and hint[0].islower() and not hint.endswith(".")


def test_judges_name_kinds_that_there_are(root):
    files = [*(root / "assignments").glob("*/checks.py"), *(root / "reference").glob("*/checks.py")]
    named = {kind for path in files for kind in re.findall(r'diagnosis="(\w+)"', path.read_text(encoding="utf-8"))}
    assert named and named <= set(HINTS)


def test_the_kinds_in_the_documentation_are_those_that_there_are(root):
    text = (root / "docs/authoring.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|$", text, re.MULTILINE))
    assert {name: rows.get(name) for name in HINTS} == dict(HINTS)
