"""How far an answer is from what decides about it: a tolerance, or a bar that a measured value has to reach."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.check import AtLeast, Comparison, Tolerance
from grader.comparison import compare
from grader.expectations import Expected
from grader.grading import judge_case
from grader.isolated import Outcome

Bars = dict[str, tuple[float, float]]
"""What was measured, by its name, and the bar."""


def margin(expected: Expected, outcome: Outcome) -> tuple[float | None, Bars]:
    """The largest error of an answer in units of its tolerance, and what was measured against bars, at its lowest.

    No error where a judge decides. An answer that differs in another way than by its values, or that is compared
    exactly, has the error 0 or infinity.
    """
    check = expected.task.check
    error: float | None = None
    bars: Bars = {}
    for seen, wanted in zip(outcome.observations, expected.observations, strict=False):
        if check.judge is None:
            error = max(error or 0.0, _error(seen.value, wanted.value, check.tolerance))
            _lower(bars, _bars(seen.value, check.tolerance))
        else:
            _lower(bars, judge_case(check, seen, wanted, expected.secret).measured.items())
    return error, bars


def _lower(bars: Bars, found: Iterable[tuple[str, tuple[float, float]]]) -> None:
    for name, (measured, bar) in found:
        bars[name] = min(bars.get(name, (measured, bar)), (measured, bar))


def _error(seen: Any, expected: Any, how: Comparison) -> float:
    """The largest |answer - expected| / (atol + rtol |expected|); of other values 0 where they agree, else inf."""
    if isinstance(expected, dict) and isinstance(seen, dict) and set(seen) == set(expected):
        inner = how if isinstance(how, Mapping) else dict.fromkeys(expected, how)
        return max((_error(seen[key], expected[key], inner.get(key, Tolerance())) for key in expected), default=0.0)
    if isinstance(expected, (list, tuple)) and isinstance(seen, (list, tuple)) and len(seen) == len(expected):
        return max((_error(one, other, how) for one, other in zip(seen, expected, strict=True)), default=0.0)
    if isinstance(how, AtLeast):
        return 0.0
    difference = compare(seen, expected, how)
    if not isinstance(how, Tolerance) or (difference is not None and difference.wrong is None):
        return 0.0 if difference is None else math.inf
    if not isinstance(expected, (np.ndarray, bool, int, float, complex)):
        return 0.0 if difference is None else math.inf
    with np.errstate(all="ignore"):
        got, want = np.asarray(seen, dtype=np.complex128), np.asarray(expected, dtype=np.complex128)
        finite = np.isfinite(want)
        if not np.array_equal(finite, np.isfinite(got)):
            return math.inf
        apart = np.abs(np.where(finite, got - want, 0.0))
        allowed = how.atol + how.rtol * np.abs(np.where(finite, want, 0.0))
        units = np.where(apart == 0.0, 0.0, apart / allowed)
    return float(units.max()) if units.size else 0.0


def _bars(seen: Any, how: Comparison, name: str = "the answer") -> Iterator[tuple[str, tuple[float, float]]]:
    if isinstance(how, Mapping):
        for key, inner in how.items() if isinstance(seen, dict) else ():
            yield from _bars(seen.get(key), inner, str(key))
    elif isinstance(how, AtLeast):
        if isinstance(seen, dict):
            seen = list(seen.values())
        if isinstance(seen, list):
            for one in seen:
                yield from _bars(one, how, name)
        elif isinstance(seen, (bool, int, float, np.ndarray)) and np.size(seen):
            yield name, (float(np.min(np.asarray(seen).real)), how.least)
