"""What a difference looks like: hypotheses tried on the two results and on the arguments of the call.

A hypothesis is stated only where it explains every entry that differs; a wrong guess is worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from grader.comparison import Difference


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The kind of mistake, and what it looks like in this answer."""

    kind: str
    words: str


HINTS: Final[Mapping[str, str]] = {
    "nan": "a result is NaN where it must not be",
    "argument_returned": "an argument seems to be returned as it was given",
    "zeroed": "some entries of the result are 0 that must not be",
    "zeros": "every entry of the result is 0",
    "constant": "every entry of the result is the same",
    "transposed": "the result seems to be transposed",
    "sign": "a sign seems to be flipped",
    "absolute": "the result looks like an absolute value",
    "shifted": "the results are right, but shifted by one step",
    "scaled": "the result seems to be off by a constant factor",
    "offset": "the result seems to be off by a constant",
    "argument_changed": "an argument is changed in place",
}
"""Each kind of mistake as a hint that tells no value: what students read of a hidden check."""


def diagnose(difference: Difference, arguments: Mapping[str, Any]) -> Diagnosis | None:
    """The mistake that explains the whole difference, or None.

    Args:
        difference: what differs, with both arrays.
        arguments: the arrays that the call was given, by parameter name.
    """
    expected, actual, wrong = difference.expected, difference.actual, difference.wrong
    if expected is None or actual is None or wrong is None or expected.dtype.kind not in "biuf":
        return None
    if actual.dtype.kind not in "biuf" or expected.size < 2:
        return None
    want, got = np.asarray(expected, dtype=np.float64), np.asarray(actual, dtype=np.float64)
    if np.isnan(got[wrong]).all():
        return Diagnosis("nan", "your result is NaN there")
    for name, value in arguments.items():
        if isinstance(value, np.ndarray) and value.shape == got.shape and _close(got, value):
            return Diagnosis("argument_returned", f"your result is {name} as it was given")
    for name, value in arguments.items():
        if isinstance(value, np.ndarray) and value.shape == got.shape and value.dtype.kind in "iuf":
            for sign, places in (("<", value < 0), (">", value > 0)):
                if wrong.any() and np.array_equal(wrong, places) and (got[wrong] == 0).all():
                    return Diagnosis("zeroed", f"where {name} {sign} 0 your result is 0")
    if (got == 0).all():
        return Diagnosis("zeros", "every entry of your result is 0")
    if got.size > 2 and (got == got.flat[0]).all() and not (want == want.flat[0]).all():
        return Diagnosis("constant", "every entry of your result is the same")
    if want.ndim == 2 and want.shape[0] == want.shape[1] and _close(got, want.T):
        return Diagnosis("transposed", "your result is transposed")
    if _close(got, -want):
        return Diagnosis("sign", "the sign is flipped")
    if _close(got, np.abs(want)) and (want < 0).any():
        return Diagnosis("absolute", "your result is the absolute value")
    if want.ndim == 1 and want.size > 3:
        if _close(got[1:], want[:-1]):
            return Diagnosis("shifted", "your result is one step late")
        if _close(got[:-1], want[1:]):
            return Diagnosis("shifted", "your result is one step early")
    return _affine(got, want)


def _affine(got: np.ndarray, want: np.ndarray) -> Diagnosis | None:
    """A constant factor or a constant offset, if one explains all entries."""
    usable = np.abs(want) > 1e-3
    if want.size > 2 and usable.sum() > 2 and np.isfinite(got).all():
        with np.errstate(all="ignore"):
            factor = float(np.median(got[usable] / want[usable]))
        if factor not in (0.0, 1.0) and _close(got, factor * want):
            return Diagnosis("scaled", f"your result is {factor:.4g} times what is expected")
        with np.errstate(all="ignore"):
            offset = float(np.median(got - want))
        if offset != 0.0 and np.ptp(want) > 1e-3 and _close(got, want + offset):
            return Diagnosis("offset", f"your result is off by {offset:+.4g} everywhere")
    return None


def _close(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=1e-5, atol=1e-7))
