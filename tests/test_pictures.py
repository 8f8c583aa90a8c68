"""What pictures are made of, when there is one, and how they are drawn."""

from __future__ import annotations

import warnings
import xml.etree.ElementTree as ElementTree

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.check import HIDDEN, VISIBLE, Check
from grader.comparison import compare
from grader.observation import Observation
from grader.pages.drawing import draw
from grader.pictures import Entries, Lines, Points, Walk, picture_of, read_picture

ZEROS = np.zeros((3, 4))
ONE = ZEROS.copy()
ONE[1, 2] = 1.0


def check_of(visibility=VISIBLE, picture=None):
    return Check("c", "p", 1.0, "S.", lambda student: None, visibility=visibility, picture=picture)


def observed(value):
    return Observation(value, ())


def picture(seen, expected, check=None, secret=None):
    check = check or check_of()
    made = picture_of(check, observed(seen), observed(expected), secret, compare(seen, expected))
    return read_picture(made)


def test_a_matrix_shows_where_it_differs():
    found = picture(ONE, ZEROS)
    assert found == Entries([[False] * 4, [False, False, True, False], [False] * 4], (3, 4))
    assert picture({"a": ONE}, {"a": ZEROS}) == found
    assert picture(ZEROS, ZEROS) is None


def test_a_vector_shows_both():
    found = picture(np.arange(6.0), np.arange(6.0) * 2)
    assert isinstance(found, Lines) and found.lines["yours"] == [0, 1, 2, 3, 4, 5] and found.lines["expected"][5] == 10
    assert picture(np.zeros(3), np.ones(3)) is None, "words say as much"


@pytest.mark.parametrize("seen", [np.zeros((4, 3)), 1.0, "text", None, [ZEROS]])
def test_nothing_is_drawn_of_an_answer_of_another_form(seen):
    assert picture(seen, ZEROS) is None


def test_of_a_hidden_check_only_what_is_made_of_the_answer_alone():
    assert picture(ONE, ZEROS, check_of(HIDDEN)) is None
    told = check_of(HIDDEN, lambda seen, expected: Entries.of(expected == seen))
    assert picture(ONE, ZEROS, told) is None
    own = check_of(HIDDEN, lambda seen: Lines.of({"mine": seen.ravel()}))
    assert list(picture(ONE, ZEROS, own).lines) == ["mine"]
    both = check_of(VISIBLE, lambda seen, expected, secret: Points.of(seen, secret))
    assert picture(ONE, ZEROS, both, [0, 1, 0]).classes == [0, 1, 0]


def test_an_authors_picture_of_an_answer_without_the_form_is_none():
    assert picture("text", ZEROS, check_of(picture=lambda seen: Lines.of({"mine": seen["xs"]}))) is None
    assert picture(ONE, ZEROS, check_of(picture=lambda seen: Points.of(seen, None))) is None


def test_a_walk_keeps_to_its_frame():
    found = Walk.of(lambda x: x**2, {"expected": [3.0, 2.0, 1.0], "yours": [4.0, 1e9, float("nan"), -0.5]})
    assert found.ways["yours"] == [(4.0, 16.0), (-0.5, 0.25)]
    assert -1.0 < found.curve[0][0] < -0.5 and 4.0 < found.curve[-1][0] < 5.0
    assert Walk.of(lambda x: x, {"yours": []}).ways == {"yours": []}


def test_points_that_lie_in_classes_stay_apart():
    rng = np.random.default_rng(1)
    centers = 10 * rng.normal(size=(3, 8))
    labels = np.repeat([7, 9, 8], 20)
    found = Points.of(centers[labels - 7] + 0.1 * rng.normal(size=(60, 8)), labels)
    plane = np.array(found.points)
    means = [plane[np.array(found.classes) == name].mean(axis=0) for name in range(3)]
    assert sorted(set(found.classes)) == [0, 1, 2]
    assert min(np.linalg.norm(means[i] - means[j]) for i in range(3) for j in range(i)) > 2


numbers = arrays.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.bool_, np.complex128]),
    arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=70),
)


@given(numbers, numbers)
def test_any_two_answers_have_a_picture_or_none(seen, expected):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = picture_of(check_of(), observed(seen), observed(expected), None, compare(seen, expected))
        assert len(made) <= 24 << 10
        drawn = draw(made)
    if drawn is not None:
        _well_formed(drawn[0])
        assert drawn[1].endswith(".")


@given(st.binary(max_size=60))
def test_what_is_no_picture_is_none(encoded):
    found = read_picture(encoded)
    assert found is None or msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=type(found)) == found


def _well_formed(svg):
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    tags = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert not tags & {"script", "image", "foreignObject", "a"}
    assert b"prefers-color-scheme: dark" in svg and b"#010203" not in svg


@pytest.mark.parametrize(
    "data",
    [
        Entries.of(np.eye(30) > 0),
        Entries.of(np.ones((1, 2)) > 0),
        Entries([], (0, 0)),
        Lines.of({"<script>alert(1)</script> & $x^{$": [1.0, float("inf"), 2.0]}, "epoch"),
        Lines.of({}, ""),
        Lines.of({str(number): [1e300, -1e300] for number in range(9)}),
        Walk.of(lambda x: x**2 - 4 * x + 4, {"expected": [8.4, 2.0], "yours": [10.0, 8.4]}),
        Walk({}, []),
        Lines.of({"_hidden": [1.0, 2.0], "a\\b\n$": [1.0]}),
        Points.of(np.random.default_rng(1).normal(size=(500, 40)), np.arange(500) % 25),
        Points([], []),
    ],
    ids=lambda data: type(data).__name__,
)
def test_each_kind_is_drawn(data):
    encoded = msgspec.msgpack.encode(data)
    svg, words = draw(encoded)
    _well_formed(svg)
    assert b"<script>alert" not in svg and words and len(svg) < 140_000
    assert draw.__wrapped__(encoded) == (svg, words), "the same bytes each time"
