"""What a picture of an answer is drawn from: small plain data, kept with the verdict; drawn by `grader.pages`.

Made outside, of a stranger's numbers: bounded in size, finite, rounded. A check's author names one with ``picture=``;
where an answer differs in the entries of an array, one is made without being asked.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final, Self

import msgspec
import numpy as np

from grader.check import HIDDEN, Check
from grader.comparison import Difference
from grader.observation import Observation

_MAX_SIDE: Final = 24  # rows and columns of a matrix
_MAX_LINE: Final = 256  # points of a line
_MAX_LINES: Final = 6
_MAX_POINTS: Final = 300
_MAX_WIDTH: Final = 1024  # numbers of an embedding
_MAX_BYTES: Final = 24 << 10  # of one picture's data
_CURVE: Final = 80  # points of a function's curve
EXPECTED: Final = "expected"
YOURS: Final = "yours"


class Entries(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="entries"):
    """Which entries of a matrix differ from what is expected."""

    wrong: list[list[bool]]
    shape: tuple[int, int]
    """Rows and columns in all; ``wrong`` has the first of them."""

    @classmethod
    def of(cls, wrong: np.ndarray) -> Self:
        """Of a boolean matrix."""
        rows, columns = wrong.shape
        return cls(wrong[:_MAX_SIDE, :_MAX_SIDE].astype(bool).tolist(), (rows, columns))


class Lines(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="lines"):
    """Numbers one after another: a learning curve, the entries of a vector. None where one is not finite."""

    lines: dict[str, list[float | None]]
    across: str = ""
    """What is counted from left to right."""

    @classmethod
    def of(cls, lines: Mapping[str, Any], across: str = "") -> Self:
        """Of sequences of numbers by name, the first so many of each."""
        chosen = list(lines.items())[:_MAX_LINES]
        return cls({str(name)[:40]: _numbers(values, _MAX_LINE) for name, values in chosen}, across)


class Walk(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="walk"):
    """Points on the curve of a function of one variable, one after another: the way of a descent."""

    ways: dict[str, list[tuple[float, float]]]
    curve: list[tuple[float, float]]

    @classmethod
    def of(cls, f: Callable[[Any], Any], ways: Mapping[str, Any]) -> Self:
        """Of the arguments of each way by name; ``f`` takes and returns arrays."""
        known = {str(name)[:40]: np.array(_finite(values, _MAX_LINE)) for name, values in ways.items()}
        wanted = known.get(EXPECTED, np.zeros(0))
        every = np.concatenate([*known.values(), np.zeros(0)])
        frame = wanted if wanted.size else every if every.size else np.zeros(1)
        room = float(np.ptp(frame)) or 1.0  # a runaway must not make everything else a dot
        low, high = float(frame.min()) - room, float(frame.max()) + room
        inside = {name: one[(one >= low) & (one <= high)] for name, one in known.items()}
        every = np.concatenate([frame, *inside.values()])
        margin = 0.08 * float(np.ptp(every)) or 1.0
        x = np.linspace(every.min() - margin, every.max() + margin, _CURVE)
        return cls({name: _pairs(one, f(one)) for name, one in inside.items()}, _pairs(x, f(x)))


class Points(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="points"):
    """Points of several classes in a plane: embeddings."""

    points: list[tuple[float, float]]
    classes: list[int]

    @classmethod
    def of(cls, embeddings: Any, labels: Any) -> Self:
        """Of rows (n, d) as their two principal components show them, and the class of each."""
        rows = np.asarray(embeddings, dtype=np.float64)[:_MAX_POINTS, :_MAX_WIDTH]
        known = np.asarray(labels)[:_MAX_POINTS]
        rows = rows - rows.mean(axis=0)
        if rows.shape[1] > 2:
            _, _, directions = np.linalg.svd(rows, full_matrices=False)
            rows = rows @ directions[:2].T
        _, classes = np.unique(known, return_inverse=True)
        return cls(_pairs(rows[:, 0], rows[:, 1]), classes.tolist())


Picture = Entries | Lines | Walk | Points


def picture_of(
    check: Check, seen: Observation, expected: Observation, secret: Any, difference: Difference | None
) -> bytes:
    """What to draw of an answer, encoded; nothing where there is nothing that says more than words.

    Of a hidden check only what its author draws of the answer alone: students see these pictures.
    """
    try:
        picture = _asked_for(check, seen, expected, secret)
        if picture is None and check.visibility != HIDDEN and difference is not None:
            picture = _of_difference(difference)
    except Exception:  # an answer without the form that is asked for has no picture
        return b""
    encoded = b"" if picture is None else msgspec.msgpack.encode(picture)
    return encoded if len(encoded) <= _MAX_BYTES else b""


def read_picture(encoded: bytes) -> Picture | None:
    """What was encoded; None where there is nothing, or it was written by another version."""
    try:
        return msgspec.msgpack.decode(encoded, type=Picture) if encoded else None
    except msgspec.MsgspecError:
        return None


def _asked_for(check: Check, seen: Observation, expected: Observation, secret: Any) -> Picture | None:
    if check.picture is None:
        return None
    offered = {"seen": seen.value, "expected": expected.value, "secret": secret}
    accepted = inspect.signature(check.picture).parameters
    if check.visibility == HIDDEN and set(accepted) - {"seen"}:
        return None
    with np.errstate(all="ignore"):
        picture: Picture | None = check.picture(**{name: offered[name] for name in accepted})
    return picture


def _of_difference(difference: Difference) -> Picture | None:
    """A matrix of the wrong entries, or both vectors."""
    expected, actual, wrong = difference.expected, difference.actual, difference.wrong
    if wrong is None or actual.dtype.kind not in "biuf":
        return None
    if wrong.ndim == 2 and min(wrong.shape) > 1:
        return Entries.of(wrong)
    if wrong.ndim == 1 and wrong.size > 4:
        return Lines.of({EXPECTED: expected, YOURS: actual}, "index")
    return None


def _numbers(values: Any, most: int) -> list[float | None]:
    """The first numbers, each as float32 has it."""
    array = np.asarray(values, dtype=np.float64).ravel()[:most]
    return [float(f"{value:.6g}") if np.isfinite(value) else None for value in array]


def _finite(values: Any, most: int) -> list[float]:
    return [value for value in _numbers(values, most) if value is not None]


def _pairs(x: np.ndarray, y: Any) -> list[tuple[float, float]]:
    pairs = zip(_numbers(x, _MAX_POINTS), _numbers(y, _MAX_POINTS), strict=True)
    return [(one, other) for one, other in pairs if one is not None and other is not None]
