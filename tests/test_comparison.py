"""Comparing an answer with the reference's: what is equal, what is close, and what the first difference is called."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import AtLeast, Exact, OneOf, Raises, Structure, Tolerance, compare
from grader.comparison import Difference, show
from grader.observation import ForeignArray, Opaque, Raised

QUICK = settings(deadline=None, max_examples=60)
MINUS = "\N{MINUS SIGN}"


def short(value):
    return repr(value)[:30]


VALUE_ERROR = Raised(("ValueError", "Exception", "BaseException", "object"), "ValueError: no")
KEY_ERROR = Raised(("KeyError", "LookupError", "Exception", "BaseException", "object"), "KeyError: 'a'")


def message(seen, expected, how=None):
    difference = compare(seen, expected, how)
    assert difference is not None, "no difference was found"
    return str(difference)


# --- equal ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (1, 1),
        (1.0, 1),
        (1, 1.0),
        (True, True),
        (np.float64(2.5), 2.5),
        (np.array(2.5), 2.5),
        (2.5, np.array(2.5)),
        (np.array(2.5, dtype=np.float32), np.array(2.5)),
        (np.array(True), True),
        (True, np.array(True)),
        (3, np.array(3)),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array([1.0, 2.0]), np.array([1, 2])),
        (np.array([1.0, 2.0], dtype=np.float32), np.array([1.0, 2.0])),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (1 + 2j, 1 + 2j),
        (np.array([1 + 2j]), np.array([1 + 2j])),
        (10**30, 10**30),
        ("text", "text"),
        (b"bytes", b"bytes"),
        (None, None),
        ([1, 2], (1, 2)),
        ((1, 2), [1, 2]),
        ([], ()),
        ({}, {}),
        ({"b": [1, {"c": "x"}], "a": None}, {"a": None, "b": (1, {"c": "x"})}),
        (math.nan, math.nan),
        (math.inf, math.inf),
        (-math.inf, -math.inf),
        (np.array([np.nan, np.inf, -np.inf, 1.0]), np.array([np.nan, np.inf, -np.inf, 1.0])),
        (VALUE_ERROR, Raised(("ValueError",), "ValueError: another text")),
    ],
    ids=short,
)
def test_equal_answers(seen, expected):
    assert compare(seen, expected) is None


@pytest.mark.parametrize(
    ("seen", "expected", "said"),
    [
        (1, 2, "expected 2, got 1"),
        (1.5, 1, "expected 1, got 1.5"),
        (True, False, "expected False, got True"),
        (0, True, "expected True, got 0"),
        (math.nan, 1.0, "expected 1.0, got nan"),
        (1.0, math.nan, "expected nan, got 1.0"),
        (math.inf, -math.inf, f"expected {MINUS}inf, got inf"),
        (1e300, math.inf, "expected inf, got 1e+300"),
        (10**30, 10**30 + 1, "expected 1"),
        (2, 10**30, "got 2"),
        (10**400, 1.0, "expected 1.0, got a very large whole number"),
        ("b", "a", "expected 'a', got 'b'"),
        ("1", 1, "expected a number, got '1'"),
        (1, "1", "expected '1', got 1"),
        (b"a", "a", "expected 'a'"),
        (None, 1.0, "expected a number, got None"),
        (1.0, None, "expected None, got 1.0"),
        (None, np.zeros(3), "expected an array of shape (3,), got None"),
        (1.0, np.zeros(3), "expected an array of shape (3,), got the number 1.0"),
        ([0.0, 0.0, 0.0], np.zeros(3), "expected an array of shape (3,), got a list of 3 values"),
        ([], np.zeros(0), "expected an array of shape (0,), got an empty list"),
        ({}, np.zeros(2), "expected an array of shape (2,), got a dict of 0 entries"),
        (np.zeros(3), "text", "expected 'text', got an array of shape (3,)"),
        (np.array(1.0), "text", "expected 'text', got 1.0"),
        ("x", True, "expected True or False, got 'x'"),
        ([1], [1, 2], "expected 2 values, got 1"),
        ([1, 2], [], "expected 0 values, got 2"),
        (1, [1], "expected 1 values in a tuple or list, got 1"),
        (np.array([1.0, 2.0]), [1.0, 2.0], "expected 2 values in a tuple or list, got an array of shape (2,)"),
        ("ab", ["a", "b"], "expected 2 values in a tuple or list, got 'ab'"),
        ({"a": 1}, [1], "expected 1 values in a tuple or list, got a dict of 1 entries"),
        ([1], {"a": 1}, "expected a dict, got a list of 1 values"),
        (None, {"a": 1}, "expected a dict, got None"),
        ({}, {"a": 1}, "the key 'a' is missing"),
        ({"a": 1, "c": 3, "b": 2}, {"a": 1}, "unexpected key 'b'"),
        ({"a": 1}, {"a": 2}, "a: expected 2, got 1"),
        ([0, [1, 2]], [0, [1, 3]], "[1][1]: expected 3, got 2"),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, "a[0].b: expected 2, got 1"),
        (VALUE_ERROR, 1.0, "expected a number, got the exception ValueError: no"),
        (1.0, VALUE_ERROR, "expected ValueError to be raised, got 1.0"),
        (KEY_ERROR, VALUE_ERROR, "expected ValueError to be raised, got KeyError: 'a'"),
        (Opaque("a function"), 1.0, "expected a number, got a function"),
        (Opaque("a function"), None, "expected None, got a function"),
    ],
    ids=short,
)
def test_different_answers(seen, expected, said):
    assert said in message(seen, expected)


# --- shapes are never broadcast ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ((3,), (1, 3)),
        ((3,), (3, 1)),
        ((1,), (3,)),
        ((1, 1), (2, 2)),
        ((2, 3), (3, 2)),
        ((0,), (0, 1)),
        ((0, 3), (3, 0)),
        ((), (1,)),
        ((1,), ()),
        ((1, 1), ()),
    ],
    ids=str,
)
@pytest.mark.parametrize("how", [Tolerance(), Exact(), Structure()], ids=short)
def test_shapes_are_never_broadcast(seen, expected, how):
    said = message(np.ones(seen), np.ones(expected), how)
    assert f"{expected}" in said
    assert f"got shape {seen}" in said or (seen == () and "got the number" in said)


def test_an_array_of_one_entry_is_no_number():
    assert "expected shape (), got shape (1,)" in message(np.array([2.0]), 2.0)
    assert message(2.0, np.array([2.0])) == "expected an array of shape (1,), got the number 2.0"


# --- tolerance --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "expected", "how", "close"),
    [
        (1.0 + 1e-7, 1.0, Tolerance(0, 1e-6), True),
        (1.0 + 2e-6, 1.0, Tolerance(0, 1e-6), False),
        (1001.0, 1000.0, Tolerance(1e-3, 0), True),
        (1001.1, 1000.0, Tolerance(1e-3, 0), False),
        (0.0, 1e-9, Tolerance(1e-3, 0), False),
        (1e-9, 0.0, Tolerance(1e-3, 0), False),
        (1.0, 1.0, Tolerance(0, 0), True),
        (-0.0, 0.0, Tolerance(0, 0), True),
        (1 + 1e-7j, 1 + 0j, Tolerance(0, 1e-6), True),
        (1 + 1e-5j, 1 + 0j, Tolerance(0, 1e-6), False),
        (1 + 0j, 1.0, Tolerance(), True),
        (101, 100, Tolerance(0.02, 0), True),
        (103, 100, Tolerance(0.02, 0), False),
        (1, True, Tolerance(1, 1), True),
        (0, True, Tolerance(1, 1), False),
        (False, True, Tolerance(1, 1), False),
        (np.nan, 1.0, Tolerance(1e9, 1e9), False),
        (np.inf, 1.0, Tolerance(1e9, 1e9), False),
        (1.0, np.inf, Tolerance(1e9, 1e9), False),
        (-np.inf, np.inf, Tolerance(1e9, 1e9), False),
        (1.0, np.nan, Tolerance(1e9, 1e9), False),
    ],
)
def test_the_bound_of_a_tolerance(seen, expected, how, close):
    assert (compare(seen, expected, how) is None) is close
    assert (compare(np.array([seen]), np.array([expected]), how) is None) is close


def test_the_bound_depends_on_the_expected_value_alone():
    assert compare(1.0, 1.5, Tolerance(0.4, 0)) is None
    assert compare(1.5, 1.0, Tolerance(0.4, 0)) is not None


numbers = st.floats(-1e12, 1e12).filter(lambda v: v == 0 or abs(v) > 1e-12)
bounds = st.floats(1e-9, 0.1)


@QUICK
@given(numbers, bounds, bounds, st.sampled_from([-1, 1]))
def test_just_inside_and_just_outside(expected, rtol, atol, sign):
    bound = atol + rtol * abs(expected)
    slack = 1e-9 * bound + 1e-15 * abs(expected) * 8
    how = Tolerance(rtol, atol)
    assert compare(expected + sign * (bound - slack), expected, how) is None
    assert compare(expected + sign * (bound + slack), expected, how) is not None


@QUICK
@given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=4), elements=numbers), st.data())
def test_one_perturbed_entry_is_found_and_counted(expected, data):
    place = tuple(data.draw(st.integers(0, n - 1)) for n in expected.shape)
    seen = expected.copy()
    seen[place] += 1.0 + 0.01 * abs(seen[place])
    difference = compare(seen, expected, Tolerance(1e-6, 1e-3))
    assert difference is not None
    assert np.argwhere(difference.wrong).tolist() == [list(place)]
    if expected.size > 1:
        assert f"1 of {expected.size} entries differ, first at [{', '.join(map(str, place))}]" in str(difference)


@QUICK
@given(
    hnp.arrays(np.float64, 5, elements=st.sampled_from([0.0, 1.0, np.nan, np.inf, -np.inf])),
    hnp.arrays(np.float64, 5, elements=st.sampled_from([0.0, 1.0, np.nan, np.inf, -np.inf])),
)
def test_places_of_nan_and_infinity_are_those_of_the_reference(seen, expected):
    for how in (Tolerance(0.1, 0.1), Exact()):
        assert (compare(seen, expected, how) is None) is np.array_equal(seen, expected, equal_nan=True)


# --- dtype ------------------------------------------------------------------------------------------------


def test_a_dtype_counts_only_where_it_is_asked_for():
    seen, expected = np.array([1.0], dtype=np.float64), np.array([1.0], dtype=np.float32)
    assert compare(seen, expected) is None
    for how in (Tolerance(dtype=True), Exact(dtype=True), Structure(dtype=True)):
        assert message(seen, expected, how) == "expected dtype float32, got float64"
        assert compare(expected, expected, how) is None


def test_a_dtype_is_asked_of_0_d_arrays_too():
    assert "got float64" in message(np.array(1.0), np.array(1.0, dtype=np.float32), Tolerance(dtype=True))
    assert "got float" in message(1.0, np.array(1.0, dtype=np.float32), Tolerance(dtype=True))
    assert compare(np.array(1.0), 1.0, Tolerance(dtype=True)) is None


def test_a_dtype_that_numpy_lacks_has_its_name():
    seen = ForeignArray.of(np.array([1.0], dtype=np.float32), "bfloat16")
    assert compare(seen, np.array([1.0])) is None
    said = message(seen, np.array([1.0], dtype=np.float32), Exact(dtype=True))
    assert said == "expected dtype float32, got bfloat16"


def test_the_shape_comes_before_the_dtype_and_the_dtype_before_the_values():
    expected = np.zeros((2, 2), dtype=np.float32)
    assert "shape" in message(np.ones(3), expected, Tolerance(dtype=True))
    assert "dtype" in message(np.ones((2, 2)), expected, Tolerance(dtype=True))


# --- the other comparers ----------------------------------------------------------------------------------


def test_exact_is_to_the_last_bit():
    assert compare(0.1 + 0.2, 0.3, Exact()) is not None
    assert compare(np.array([0.3]), np.array([0.3]), Exact()) is None
    assert compare(np.array([np.nan, 1]), np.array([np.nan, 1]), Exact()) is None
    assert message(np.array([1, 2, 4]), np.array([1, 2, 3]), Exact()) == (
        "1 of 3 entries differ, first at [2]: expected 3, got 4"
    )


def test_structure_asks_for_shapes_and_finite_values_only():
    expected = {"w": np.zeros((2, 3)), "n": [1, "text", True]}
    seen = {"w": np.full((2, 3), 7.5), "n": [0.5, "text", False]}
    assert compare(seen, expected, Structure()) is None
    assert "shape" in message({**seen, "w": np.zeros((3, 2))}, expected, Structure())
    assert "expected 3 values" in message({**seen, "n": [1]}, expected, Structure())
    assert "got nan" in message({**seen, "w": np.full((2, 3), np.nan)}, expected, Structure())
    assert compare(np.full(2, np.inf), np.zeros(2), Structure()) is not None


@pytest.mark.parametrize(
    "seen", [0.8, 1, True, np.array(0.9), np.array([0.8, 2.0]), [0.9, 1.0], {"a": 0.8, "b": [1]}], ids=short
)
def test_at_least_is_reached(seen):
    assert compare(seen, 0.0, AtLeast(0.8)) is None


@pytest.mark.parametrize(
    "seen",
    [
        0.79,
        False,
        math.nan,
        -math.inf,
        np.array([0.9, np.nan]),
        np.array([0.9, 0.1]),
        np.zeros(0),
        np.array([1j + 5]),
        [],
        {},
        [0.9, []],
        [0.9, 0.1],
        "0.9",
        None,
        2j,
        VALUE_ERROR,
        Opaque("a function"),
        [1.0, None],
    ],
    ids=short,
)
def test_at_least_is_missed(seen):
    assert compare(seen, 1.0, AtLeast(0.8)) is not None


def test_at_least_of_a_huge_number_is_reached():
    assert compare(10**400, 1.0, AtLeast(0.8)) is None


def test_one_of():
    how = OneOf(1, "left", None, (1, 2), np.float64(0.5), {"a": 1})
    for seen in (1, 1.0, np.array(1), "left", None, [1, 2], 0.5, {"a": 1}):
        assert compare(seen, "whatever", how) is None
    for seen in (2, "right", [2, 1], {"a": 2}, {"b": 1}, np.array([1]), VALUE_ERROR, Opaque("x")):
        assert compare(seen, "whatever", how) is not None
    assert message(3, 1, OneOf(1, "left")) == "expected one of 1, 'left', got 3"


def test_raises_knows_base_classes():
    assert compare(VALUE_ERROR, VALUE_ERROR, Raises("AssertionError", "ValueError")) is None
    assert compare(KEY_ERROR, VALUE_ERROR, Raises("LookupError")) is None
    assert message(KEY_ERROR, VALUE_ERROR, Raises("AssertionError", "ValueError")) == (
        "expected AssertionError or ValueError to be raised, got KeyError: 'a'"
    )
    for seen in (1.0, None, "ValueError", ["ValueError"], np.zeros(2), {"ValueError": 1}):
        assert "to be raised, got" in message(seen, VALUE_ERROR, Raises("ValueError"))


def test_raises_applies_to_what_an_answer_holds():
    expected = {"wrong rank": VALUE_ERROR, "pair": [VALUE_ERROR, VALUE_ERROR]}
    assert compare({"wrong rank": VALUE_ERROR, "pair": [VALUE_ERROR] * 2}, expected, Raises("ValueError")) is None
    assert message({"wrong rank": VALUE_ERROR, "pair": [VALUE_ERROR, 1]}, expected, Raises("ValueError")).startswith(
        "pair[1]: expected ValueError to be raised, got 1"
    )


def test_a_dict_gives_each_key_its_comparer():
    expected = {"loose": 100.0, "exact": 1.0, "other": 1.0, "deep": {"a": 100.0, "b": 1.0}}
    how = {"loose": Tolerance(0.1, 0), "exact": Exact(), "deep": {"a": Tolerance(0.1, 0)}}
    seen = {"loose": 105.0, "exact": 1.0, "other": 1.0 + 1e-7, "deep": {"a": 95.0, "b": 1.0}}
    assert compare(seen, expected, how) is None
    assert message({**expected, "exact": 1.0 + 1e-7}, expected, how).startswith("exact: ")
    assert message({**expected, "other": 1.1}, expected, how).startswith("other: ")
    assert message({**expected, "deep": {"a": 95.0, "b": 1.1}}, expected, how).startswith("deep.b: ")


def test_a_dict_of_comparers_needs_a_dict_from_the_reference():
    with pytest.raises(TypeError, match="dict"):
        compare({"a": 1}, [1], {"a": Exact()})


def test_a_reference_that_cannot_be_compared_is_no_students_fault():
    with pytest.raises(TypeError, match="a generator"):
        compare(1, Opaque("a generator"))


def test_what_cannot_leave_equals_nothing():
    one = Opaque("a function")
    assert one != one
    for expected in (1, None, "a function", [1], {"a": 1}, np.zeros(2), VALUE_ERROR):
        assert compare(one, expected) is not None
    for how in (Exact(), Structure(), AtLeast(0), OneOf("a function"), Raises("ValueError")):
        assert compare(one, 1.0, how) is not None


# --- what a difference says -------------------------------------------------------------------------------


def test_a_difference_counts_and_names_the_first_index():
    seen, expected = np.zeros((2, 3)), np.zeros((2, 3))
    seen[0, 2], seen[1, 1] = -1.5, 2
    assert message(seen, expected) == f"2 of 6 entries differ, first at [0, 2]: expected 0.0, got {MINUS}1.5"
    assert message(np.array([1.0]), np.array([2.0])) == "1 entry differs, first at [0]: expected 2.0, got 1.0"


def test_a_difference_within_a_nesting_has_a_path():
    difference = compare({"a": [np.zeros(2), np.ones(2)]}, {"a": [np.zeros(2), np.zeros(2)]})
    assert difference.path == "a[1]"
    assert difference.message.startswith("2 of 2 entries differ, first at [0]")
    assert difference.expected.tolist() == [0, 0]
    assert difference.actual.tolist() == [1, 1]
    assert difference.wrong.tolist() == [True, True]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (Raised(("E" * 10**6,), "x" * 10**6), 1.0),
        (Raised(("E" * 10**6,), ""), VALUE_ERROR),
        ({"a": 1, "x" * 10**6: 1}, {"a": 1}),
        ("x" * 10**6, "y"),
    ],
    ids=["a message", "a class name", "a key", "a text"],
)
def test_a_difference_stays_short_whatever_was_seen(seen, expected):
    assert len(message(seen, expected)) < 2000


@pytest.mark.parametrize(
    "seen",
    [Raised((), ""), {"a": 1, 2: 3, "b": 4}, {"a": 1, None: 3, b"c": 4}, {1: 1}],
    ids=["an exception without a class", "keys of several kinds", "keys without order", "a number as the key"],
)
def test_an_answer_that_was_forged_is_only_wrong(seen):
    assert compare(seen, {"a": 1}) is not None
    assert compare(seen, 1.0) is not None
    assert compare(seen, VALUE_ERROR) is not None


def test_paths_are_joined():
    assert Difference("m").at("b").at("[2]").at("a").path == "a[2].b"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-2, MINUS + "2"),
        (-0.5, MINUS + "0.5"),
        (3.0, "3.0"),
        (1 / 3, "0.333333"),
        (1e-9, "1e-09"),
        (True, "True"),
        (None, "None"),
        (np.float32(0.5), "0.5"),
        (np.array(7), "7"),
        (np.zeros((2, 0)), "an array of shape (2, 0)"),
        (10**400, "a very large whole number"),
        ("x" * 200, repr("x" * 59 + "…")),
        ([], "an empty list"),
        ((1, 2), "a list of 2 values"),
        ({"a": 1}, "a dict of 1 entries"),
        (VALUE_ERROR, "the exception ValueError: no"),
        (Raised(("ValueError",), ""), "the exception ValueError"),
        (Opaque("a function"), "a function"),
        (b"123", "a value of type bytes"),
    ],
    ids=short,
)
def test_values_are_shown_in_a_few_characters(value, shown):
    assert show(value) == shown


# --- properties -------------------------------------------------------------------------------------------

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(10**400), 10**400),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=8),
    st.binary(max_size=8),
)
arrays = hnp.arrays(
    hnp.boolean_dtypes() | hnp.integer_dtypes() | hnp.floating_dtypes(sizes=(16, 32, 64)) | hnp.complex_number_dtypes(),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
)
raised = st.builds(
    lambda names, text: Raised(tuple(names), text), st.lists(st.text(max_size=5), min_size=1, max_size=3), st.text()
)
plain = st.recursive(
    scalars | arrays | raised,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
opaque = st.builds(Opaque, st.text(max_size=5))
keys = st.text(max_size=3) | st.none() | st.integers() | st.floats() | st.binary(max_size=2)
strange = st.recursive(
    plain | opaque | st.builds(Raised, st.just(()), st.text()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)
comparers = st.sampled_from(
    [None, Tolerance(), Tolerance(dtype=True), Exact(), Exact(dtype=True), Structure(), Structure(dtype=True),
     AtLeast(0.5), OneOf(1, "a", [2.0]), Raises("ValueError")]
)  # fmt: skip


@QUICK
@given(plain, st.sampled_from([None, Tolerance(), Tolerance(dtype=True), Exact(), Exact(dtype=True)]))
def test_a_value_equals_itself(value, how):
    assert compare(value, value, how) is None


@settings(deadline=None, max_examples=150)
@given(strange, plain, comparers)
def test_no_answer_makes_the_comparison_fail(seen, expected, how):
    difference = compare(seen, expected, how)
    assert difference is None or isinstance(str(difference), str)


@QUICK
@given(arrays, arrays)
def test_arrays_of_other_shapes_are_different(seen, expected):
    if seen.shape != expected.shape:
        for how in (Tolerance(1e9, 1e9), Exact(), Structure()):
            assert compare(seen, expected, how) is not None


@QUICK
@given(plain, comparers)
def test_an_opaque_answer_is_never_right(expected, how):
    if not (isinstance(expected, (list, dict)) and not expected):
        assert compare(Opaque("a function"), expected, how) is not None
