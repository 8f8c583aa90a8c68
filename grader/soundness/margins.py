"""How far an answer is from what decides about it: a tolerance, or a bar that a measured value has to reach."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.check import AtLeast, Check, Comparison, Tolerance
from grader.comparison import compare
from grader.expectations import Expected
from grader.grading import judge_case
from grader.isolated import Outcome


def margin(expected: Expected, outcome: Outcome) -> tuple[float | None, tuple[float, float] | None]:
    """The largest error of an answer in units of its tolerance, and the measured value nearest to its bar, with it.

    None where the check has no such thing. An answer that differs in another way than by its values, or that is
    compared exactly, has the error 0 or infinity.
    """
    check = expected.task.check
    error: float | None = None
    bars: list[tuple[float, float]] = []
    for seen, wanted in zip(outcome.observations, expected.observations, strict=False):
        if check.judge is None:
            error = max(error or 0.0, _error(seen.value, wanted.value, check.tolerance))
            bars += _bars(seen.value, check.tolerance)
            continue
        judgement = judge_case(check, seen, wanted, expected.secret)
        if judgement.measured is not None and judgement.bar is not None:
            bars.append((judgement.measured, judgement.bar))
    return error, min(bars, key=lambda one: one[0] - one[1], default=None)


def has_tolerance(check: Check) -> bool:
    """Whether a check compares numbers within a tolerance."""

    def within(how: Comparison) -> bool:
        return any(map(within, how.values())) if isinstance(how, Mapping) else isinstance(how, Tolerance)

    return check.judge is None and within(check.tolerance)


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
    got, want = np.asarray(seen, dtype=np.complex128), np.asarray(expected, dtype=np.complex128)
    finite = np.isfinite(want)
    if not np.array_equal(finite, np.isfinite(got)):
        return math.inf
    apart = np.abs(np.where(finite, got - want, 0.0))
    allowed = how.atol + how.rtol * np.abs(np.where(finite, want, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        units = np.where(apart == 0.0, 0.0, apart / allowed)
    return float(units.max()) if units.size else 0.0


def _bars(seen: Any, how: Comparison) -> list[tuple[float, float]]:
    if isinstance(how, Mapping):
        return [bar for key, inner in how.items() if isinstance(seen, dict) for bar in _bars(seen.get(key), inner)]
    if not isinstance(how, AtLeast):
        return []
    if isinstance(seen, dict):
        seen = list(seen.values())
    if isinstance(seen, list):
        return [bar for one in seen for bar in _bars(one, how)]
    if isinstance(seen, (bool, int, float, np.ndarray)) and np.size(seen):
        return [(float(np.min(np.asarray(seen).real)), how.least)]
    return []
