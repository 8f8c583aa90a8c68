"""What an author writes: a check that cannot work is one clear sentence, at once."""

import math

import pytest

from grader import AtLeast, Check, Exact, Judgement, OneOf, Raises, Structure, Tolerance, check
from grader.check import CheckError


def probe(student, rng):
    """The sentence
    that a   student reads."""
    return student.f(rng)


def test_a_check_keeps_what_its_author_wrote():
    def judge(seen, secret):
        return Judgement.passed()

    def data(rng):
        return [1], [2]

    tolerance = Tolerance(rtol=1e-3)
    made = check(part="f", points=4, cases=3, tolerance=tolerance, judge=judge, data=data, seconds=2.5)(probe)
    assert made == Check(
        "probe", "f", 4.0, "The sentence that a student reads.", probe, 3, tolerance, judge, data, 2.5, "visible"
    )
    assert isinstance(made.points, float)


def test_a_check_needs_no_more_than_part_and_points():
    made = check(part="f", points=0.5)(probe)
    assert (made.cases, made.tolerance, made.judge, made.data, made.seconds) == (1, Tolerance(), None, None, None)


WRONG = {
    "part": [("", "name of a part"), (None, "name of a part"), (3, "name of a part")],
    "points": [
        (0, "number above 0"),
        (-1, "number above 0"),
        (True, "number above 0"),
        ("4", "number above 0"),
        (None, "number above 0"),
        (math.inf, "number above 0"),
        (math.nan, "number above 0"),
    ],
    "cases": [
        (0, "whole number of at least 1"),
        (-2, "whole number of at least 1"),
        (2.0, "whole number of at least 1"),
        (True, "whole number of at least 1"),
        ("3", "whole number of at least 1"),
    ],
    "seconds": [
        (0, "number above 0"),
        (-1.0, "number above 0"),
        ("5", "number above 0"),
        (math.nan, "number above 0"),
        (True, "number above 0"),
        (math.inf, "number above 0"),
    ],
    "tolerance": [
        (1e-6, "Tolerance("),
        (None, "Tolerance("),
        (Tolerance, "Tolerance("),
        ((1e-5, 1e-6), "Tolerance("),
        ({"a": 1e-6}, "Tolerance("),
        ({"a": {"b": 1e-6}}, "Tolerance("),
    ],
}


@pytest.mark.parametrize(
    ("argument", "value", "right"),
    [(argument, value, right) for argument, values in WRONG.items() for value, right in values],
)
def test_a_wrong_argument_is_one_clear_sentence(argument, value, right):
    arguments = {"part": "f", "points": 4, argument: value}
    with pytest.raises(CheckError) as caught:
        check(**arguments)(probe)
    message = str(caught.value)
    assert message.startswith(f"check probe: {argument}=")
    assert right in message
    assert "would be right" in message
    assert "\n" not in message


@pytest.mark.parametrize("argument", ["cases", "points", "part"])
def test_arguments_are_given_by_name(argument):
    with pytest.raises(TypeError):
        check("f", 4)
    with pytest.raises(TypeError, match="unexpected keyword"):
        check(part="f", points=4, **{argument + "s": 1})


def test_a_docstring_is_needed():
    def silent(student):
        return 1

    def blank(student):
        """ """

    for function in (silent, blank):
        with pytest.raises(CheckError, match=rf"^check {function.__name__}: a docstring is missing.*student reads"):
            check(part="f", points=1)(function)


def test_a_probe_takes_only_what_there_is():
    def good(rng, student, given, case, extra=None):
        """Fine."""

    def wrong(student, numbers):
        """Not fine."""

    def positional(student, /, *, rng):
        """Not to be called by name."""

    assert check(part="f", points=1)(good).name == "good"
    with pytest.raises(CheckError) as caught:
        check(part="f", points=1)(wrong)
    assert str(caught.value) == (
        "check wrong: wrong() has a parameter 'numbers'; student, rng, case, given would be right"
    )
    with pytest.raises(CheckError, match="student"):
        check(part="f", points=1)(positional)


def test_a_judge_takes_only_what_there_is():
    def judge(seen, answer):
        return Judgement.passed()

    with pytest.raises(CheckError, match=r"judge\(\) has a parameter 'answer'; seen, expected, secret would be right"):
        check(part="f", points=1, judge=judge)(probe)
    assert check(part="f", points=1, judge=lambda expected: True)(probe).judge is not None


def test_the_first_problem_is_told():
    def nothing():
        pass

    with pytest.raises(CheckError, match="part="):
        check(part="", points=0)(nothing)


@pytest.mark.parametrize("field", ["rtol", "atol"])
@pytest.mark.parametrize("value", [-1e-9, math.nan, math.inf, "1e-5", None, 1j, [1e-5]])
def test_a_tolerance_is_a_finite_number_of_at_least_0(field, value):
    with pytest.raises(ValueError, match=rf"^Tolerance\({field}=.*a finite number of at least 0 would be right$"):
        Tolerance(**{field: value})


def test_a_tolerance_may_be_0():
    assert Tolerance(0, 0) == Tolerance(rtol=0.0, atol=0.0)


@pytest.mark.parametrize("made", [Tolerance(), Exact(), Structure(), AtLeast(0.5), OneOf(1, 2), Raises("ValueError")])
def test_comparers_are_values(made):
    field = type(made).__slots__[0]
    with pytest.raises((AttributeError, TypeError)):
        setattr(made, field, 1)
    assert made == type(made)(*getattr(made, "options", getattr(made, "names", ())) or _fields(made))


def _fields(made):
    return [getattr(made, name) for name in type(made).__slots__]


def test_empty_choices_are_refused():
    with pytest.raises(ValueError, match="at least one value"):
        OneOf()
    with pytest.raises(ValueError, match="name of an exception"):
        Raises()


def test_judgements():
    assert Judgement.passed() == Judgement(1.0, "")
    assert Judgement.failed("why") == Judgement(0.0, "why")
    assert Judgement.partial(0.5, "half") == Judgement(0.5, "half")


@pytest.mark.parametrize("fraction", [0, 1, -0.1, 1.1, math.nan, math.inf])
def test_a_partial_judgement_lies_between(fraction):
    with pytest.raises(ValueError, match="between 0 and 1"):
        Judgement.partial(fraction, "why")
