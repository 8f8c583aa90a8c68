"""What an author of an assignment writes: checks, how their answers are compared, custom judges.

A check is a decorated function, the *probe*. It runs beside the student's code, in an isolated process, and
returns what it saw. Whether that is right is decided out here: by comparing it with what the same probe saw of
the reference solution, or by the check's own *judge*.

    @check(part="naive_leaky_relu", points=4, cases=5, tolerance=Tolerance(rtol=2e-5))
    def scales_negative_entries(student, rng):
        \"\"\"Negative entries are multiplied by alpha, the others pass.\"\"\"
        x = rng.normal(size=(4, 6))
        return student.naive_leaky_relu(x, 0.1)
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

VISIBLE: Final = "visible"
HIDDEN: Final = "hidden"
PROBE_PARAMETERS: Final = ("student", "rng", "case", "given")
JUDGE_PARAMETERS: Final = ("seen", "expected", "secret")  # of a picture too


# --- how an answer is compared with the reference's -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Numbers are close: ``|answer - expected| <= atol + rtol * |expected|``.

    Shapes must be equal and NaN and infinities stand in the same places; nothing is broadcast. The bound depends
    on the expected value alone. With ``dtype=True`` an array must also have the reference's dtype.
    """

    rtol: float = 2e-5
    atol: float = 1e-6
    dtype: bool = False

    def __post_init__(self) -> None:
        for name in ("rtol", "atol"):
            value = getattr(self, name)
            if not (isinstance(value, (int, float)) and math.isfinite(value) and value >= 0):
                raise ValueError(f"Tolerance({name}={value!r}): a finite number of at least 0 would be right")


@dataclass(frozen=True, slots=True)
class Exact:
    """Values are equal to the last bit (integers, labels, texts, truth values)."""

    dtype: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """Nesting, keys and shapes are the reference's; the values may be any finite ones."""

    dtype: bool = False


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Every number is at least ``least`` (the reference's value is not looked at)."""

    least: float


@dataclass(frozen=True, slots=True, init=False)
class OneOf:
    """The answer is one of the given ones, compared as ``Tolerance()`` does."""

    options: tuple[Any, ...]

    def __init__(self, *options: Any) -> None:
        if not options:
            raise ValueError("OneOf(): at least one value would be right")
        object.__setattr__(self, "options", options)


@dataclass(frozen=True, slots=True, init=False)
class Raises:
    """An ``outcome(...)`` is an exception of one of the named classes, or of a class derived from one."""

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        if not names:
            raise ValueError("Raises(): the name of an exception class would be right")
        object.__setattr__(self, "names", names)


Comparer = Tolerance | Exact | Structure | AtLeast | OneOf | Raises
Comparison = Comparer | Mapping[str, "Comparison"]


# --- what a judge decides ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judge's decision: the fraction of the check's points that the answer earns, and why not all.

    A decision by bars also tells what was measured and where they stand: `grade verify` shows how far right and wrong
    solutions are from them.
    """

    fraction: float
    message: str = ""
    measured: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """What was measured, by its name, and the bar that it has to reach."""
    difference: object = None
    """What :func:`grader.compare` has found, where the judge asked it: it is then diagnosed and drawn."""
    diagnosis: str = ""
    """The kind of mistake, where the judge knows it (see :mod:`grader.diagnose`)."""

    @classmethod
    def passed(cls) -> Judgement:
        return cls(1.0)

    @classmethod
    def failed(cls, message: str, *, difference: object = None, diagnosis: str = "") -> Judgement:
        """No points; with the difference that was found, or the kind of mistake where the judge knows it."""
        return cls(0.0, message, difference=difference, diagnosis=diagnosis)

    @classmethod
    def at_least(cls, measured: float, bar: float, what: str) -> Judgement:
        """Passed where ``measured`` (an accuracy, say) reaches the bar; ``what`` names it in the message."""
        passed = bool(measured >= bar)
        message = "" if passed else f"{what} is {measured:.3g}; at least {bar:g} is asked for"
        return cls(1.0 if passed else 0.0, message, {what: (float(measured), float(bar))})

    @classmethod
    def partial(cls, fraction: float, message: str, *, diagnosis: str = "") -> Judgement:
        """Part of the points, ``0 < fraction < 1``."""
        if not 0.0 < fraction < 1.0:
            raise ValueError(f"Judgement.partial({fraction!r}): a number between 0 and 1 would be right")
        return cls(float(fraction), message, diagnosis=diagnosis)


# --- the check itself -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Check:
    """One probe with all that is needed to judge its answers; made by the decorator :func:`check`."""

    name: str
    part: str
    points: float
    sentence: str
    probe: Callable[..., Any]
    cases: int = 1
    tolerance: Comparison = Tolerance()
    judge: Callable[..., Any] | None = None
    data: Callable[..., tuple[Any, Any]] | None = None
    seconds: float | None = None
    visibility: str = VISIBLE
    picture: Callable[..., Any] | None = None


class CheckError(Exception):
    """A check is written in a way that cannot work; the message says what would be right."""


def check(
    *,
    part: str,
    points: float,
    cases: int = 1,
    tolerance: Comparison = Tolerance(),
    judge: Callable[..., Any] | None = None,
    data: Callable[..., tuple[Any, Any]] | None = None,
    seconds: float | None = None,
    picture: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., Any]], Check]:
    """Make a probe a :class:`Check`; its docstring becomes the sentence that a student reads.

    Args:
        part: the function or class that the check is about.
        points: what passing it is worth.
        cases: how often the probe runs, each time with other random numbers; every case must pass.
        tolerance: how answers are compared with the reference's; a dict gives each key of the answer its own.
        judge: decides instead of the comparison; takes any of ``seen``, ``expected``, ``secret`` and returns a
            :class:`Judgement`.
        data: runs outside, takes ``rng`` and returns ``(given, secret)``; the probe gets ``given``, only the
            judge gets ``secret``.
        seconds: CPU seconds for one run of the check, instead of the assignment's ``seconds_per_check``.
        picture: makes a picture of an answer, as :mod:`grader.pictures` has them, of any of ``seen``, ``expected``,
            ``secret``; that of a hidden check is made of ``seen`` alone, since students see it.
    """

    def decorate(probe: Callable[..., Any]) -> Check:
        name = probe.__name__
        sentence = " ".join((probe.__doc__ or "").split())
        problem = _problem(name, part, points, cases, tolerance, seconds, sentence)
        problem = problem or _parameter_problem(name, probe, PROBE_PARAMETERS)
        for function in (judge, picture):
            if function is not None:
                problem = problem or _parameter_problem(name, function, JUDGE_PARAMETERS)
        if problem:
            raise CheckError(problem)
        return Check(
            name, part, float(points), sentence, probe, cases, tolerance, judge, data, seconds, picture=picture
        )

    return decorate


def _problem(
    name: str, part: object, points: object, cases: object, tolerance: object, seconds: object, sentence: str
) -> str:
    if not isinstance(part, str) or not part:
        return f"check {name}: part={part!r}: the name of a part would be right"
    if isinstance(points, bool) or not isinstance(points, (int, float)) or not 0 < points < math.inf:
        return f"check {name}: points={points!r}: a number above 0 would be right"
    if isinstance(cases, bool) or not isinstance(cases, int) or cases < 1:
        return f"check {name}: cases={cases!r}: a whole number of at least 1 would be right"
    numeric = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if seconds is not None and not (numeric and 0 < seconds < math.inf):  # type: ignore[operator]
        return f"check {name}: seconds={seconds!r}: a number above 0 would be right"
    if not _is_comparison(tolerance):
        return f"check {name}: tolerance={tolerance!r}: Tolerance(...), Exact(), … or a dict of them would be right"
    if not sentence:
        return f"check {name}: a docstring is missing; it is the sentence that a student reads"
    return ""


def _is_comparison(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_comparison, value.values()))
    return isinstance(value, (Tolerance, Exact, Structure, AtLeast, OneOf, Raises))


def _parameter_problem(name: str, function: Callable[..., Any], allowed: tuple[str, ...]) -> str:
    for parameter in inspect.signature(function).parameters.values():
        by_name = parameter.kind is not parameter.POSITIONAL_ONLY
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if not by_name or (parameter.name not in allowed and parameter.default is parameter.empty):
            return (
                f"check {name}: {function.__name__}() has a parameter {parameter.name!r}; "
                f"{', '.join(allowed)} would be right"
            )
    return ""
