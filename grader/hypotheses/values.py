"""Hypotheses about the values alone: the right ones, changed in the same way everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import numpy as np

from grader.hypotheses.evidence import RTOL, Diagnosis, Evidence, Pair, close, explains, telling

_LOGS: Final = {1 / np.log(10): "log10", 1 / np.log(2): "log2"}
_HALF: Final = 2.0**-8  # float16 keeps eleven binary digits; a few operations lose some of them
_SMALLEST: Final = 1e-3  # what is smaller tells no factor


def nan(evidence: Evidence) -> Diagnosis | None:
    """NaN or infinity where a number is expected."""
    if not evidence.alike:
        return None
    got, want = evidence.flat
    bad = ~np.isfinite(got) & np.isfinite(want)
    if not bad.any() or any(np.isfinite(pair.arrays[0]).all() for pair in evidence.failing if pair.arrays):
        return None
    rest = ~bad
    if not close(got[rest], want[rest]):
        return None
    what = "NaN" if np.isnan(got[bad]).all() else "not finite"
    return Diagnosis("nan", f"your result is {what} there")


def zeros(evidence: Evidence) -> Diagnosis | None:
    """Nothing but zeros."""
    least = 4 if len(evidence.failing) == 1 else 2
    if _logical(evidence) or not explains(evidence, lambda pair: np.zeros_like(_want(pair)), least):
        return None
    return Diagnosis("zeros", "every entry of your result is 0" if evidence.flat[0].size > 1 else "your result is 0")


def constant(evidence: Evidence) -> Diagnosis | None:
    """The same value everywhere in a result, or in the results of all calls."""
    if not evidence.alike or evidence.arrays is None:
        return None
    got, _ = evidence.flat
    if not np.isfinite(got).all() or _logical(evidence):
        return None
    large = [(one, other) for one, other in evidence.arrays if one.size > 2]
    alike = all(np.ptp(one) == 0 for one, _ in evidence.arrays) and np.any(got)
    if alike and any(np.ptp(other) > 1e-3 for _, other in large):
        return Diagnosis("constant", "every entry of your result is the same")
    first = evidence.arrays[0][0]
    everywhere = len(evidence.arrays) > 3 and all(np.array_equal(one, first) for one, _ in evidence.arrays)
    if everywhere and len({other.tobytes() for _, other in evidence.arrays}) > 3:
        return Diagnosis("same_for_all", "your result is the same, whatever is given")
    return None


def inverted(evidence: Evidence) -> Diagnosis | None:
    """True for False."""
    if not _logical(evidence):
        return None
    _, want = evidence.flat
    if want.size > 3 and 0 < want.sum() < want.size and explains(evidence, lambda pair: 1.0 - _want(pair)):
        return Diagnosis("inverted", "True and False are the wrong way round")
    return None


def _logical(evidence: Evidence) -> bool:
    def is_truth(value: object) -> bool:
        return isinstance(value, (bool, np.bool_)) or (isinstance(value, np.ndarray) and value.dtype.kind == "b")

    return evidence.alike and all(is_truth(pair.want) and is_truth(pair.got) for pair in evidence.scope)


def sign(evidence: Evidence) -> Diagnosis | None:
    """The sign is flipped, or lost where results are negative; or those below zero are cut off."""
    if not evidence.alike or _logical(evidence):
        return None
    got, want = evidence.flat
    least = 3 if evidence.whole else 1
    above, below = want > 1e-4, want < -1e-4
    if explains(evidence, lambda pair: -_want(pair), least):
        # Where all right results are negative it could be the absolute value as well.
        return Diagnosis("sign", "the sign is flipped") if above.any() else None
    if above.any() and explains(evidence, lambda pair: np.abs(_want(pair)), least):
        return Diagnosis("absolute", "your result is the absolute value: the sign is lost")
    if not below.any() and (got < -1e-4).any() and (got > 1e-4).any() and close(np.abs(got), want):
        return Diagnosis("absolute_missing", "without its sign your result would be right")
    if above.any() and below.any() and explains(evidence, lambda pair: np.maximum(_want(pair), 0.0), least):
        return Diagnosis("clipped", "your result is 0 where a negative number is expected")
    return None


def rounding(evidence: Evidence) -> Diagnosis | None:
    """Digits that are lost: cut to whole numbers, rounded, or kept by float16 only."""
    if not evidence.alike or _logical(evidence) or evidence.whole:
        return None
    got, want = evidence.flat
    if not np.isfinite(got).all() or not np.isfinite(want).all():
        return None
    if np.any(np.abs(got) >= 1) or evidence.flat[0].size > 8:
        for cut in (np.trunc, np.floor):
            if np.array_equal(got, np.round(got)) and explains(evidence, partial(_after, function=cut), 2):
                return Diagnosis("truncated", "your result is cut to whole numbers")
    with np.errstate(all="ignore"):
        for digits in range(6):
            unit = 10.0**-digits
            steps = got / unit
            exact = np.all(np.abs(steps - np.round(steps)) <= 1e-3 + 2e-7 * np.abs(steps))
            exact = exact and np.max(np.abs(steps)) < 1e5  # else float32 has no such digits
            near = np.all(np.abs(got - want) <= 0.5000001 * unit + 1e-5 * np.abs(want))
            apart = np.abs(got - want) > 0.01 * unit
            if exact and near and np.sum(apart) >= 2 and np.any(np.abs(got) >= unit):
                if digits == 0:
                    return Diagnosis("rounded", "your result is rounded to whole numbers")
                return Diagnosis("rounded", f"your result is rounded to {digits} digits after the point")
        half = got.astype(np.float16).astype(np.float64)
        scale = np.maximum(np.abs(want), np.max(np.abs(want)) / 16)
        kept = np.array_equal(half, got) and np.all(np.abs(got - want) <= _HALF * scale)
        finer = np.sum(np.abs(want.astype(np.float16) - want) > 1e-5 * np.abs(want))
    if kept and finer >= 3:
        return Diagnosis("float16", "your result has the few digits that float16 keeps")
    return None


def scaled(evidence: Evidence) -> Diagnosis | None:
    """A constant factor."""
    if not evidence.alike or _logical(evidence):
        return None
    got, want = evidence.flat
    usable = np.abs(want) > _SMALLEST
    if usable.sum() < 3 or not np.isfinite(got).all() or len(np.unique(np.abs(want[usable]))) < 3:
        return None
    factor = float(np.median(got[usable] / want[usable]))
    if abs(factor) < 1e-6 or abs(abs(factor) - 1) < 1e-3:
        return None
    if not explains(evidence, lambda pair: factor * _want(pair), 3):
        return None
    if any(_geometric(other, factor) for _, other in evidence.arrays or ()):
        return None  # such a sequence, shifted by a step, is the same
    for known, name in _LOGS.items():
        if abs(factor / known - 1) < 1e-5:
            return Diagnosis("log_base", f"your result is right for {name}, where the natural logarithm is asked for")
    if len(evidence.failing) == 1 and usable.sum() < 10 and not _simple(abs(factor)):
        return None  # a few numbers may well be multiples of each other for another reason
    for known, words in ((180 / np.pi, "degrees"), (np.pi / 180, "radians")):
        if abs(factor / known - 1) < 1e-5:
            return Diagnosis("degrees", f"your result is in {words}")
    if factor < 0:
        return Diagnosis("scaled", f"your result is \N{MINUS SIGN}{-factor:.4g} times what is expected")
    return Diagnosis("scaled", f"your result is {factor:.4g} times what is expected")


def _simple(factor: float) -> bool:
    """A small whole number, or one divided by it."""
    return any(abs(one - np.round(one)) < 1e-4 * one and one < 1000.5 for one in (factor, 1.0 / factor))


def _geometric(want: np.ndarray, factor: float) -> bool:
    """Whether a sequence is multiplied by this factor in every step, or divided by it."""
    if want.ndim == 0 or len(want) < 2:
        return False
    return close(want[1:], factor * want[:-1]) or close(want[:-1], factor * want[1:])


def reciprocal(evidence: Evidence) -> Diagnosis | None:
    """One divided by what is expected."""
    if evidence.alike and not evidence.whole and explains(evidence, lambda pair: 1.0 / _want(pair), 3):
        return Diagnosis("divided", "your result is 1 divided by what is expected")
    return None


def offset(evidence: Evidence) -> Diagnosis | None:
    """A constant that is added, the same everywhere or the same in every row."""
    if not evidence.alike or _logical(evidence):
        return None
    got, want = evidence.flat
    if not np.isfinite(got).all() or got.size < 3:
        return None
    constant = float(np.median(got - want))
    apart = explains(evidence, lambda pair: _want(pair) + constant, 3) and len(np.unique(want)) > 2
    if apart and abs(constant) == 1.0 and evidence.whole:
        return Diagnosis("off_by_one", f"your result is off by {_signed(constant)}: where does counting begin?")
    if apart and np.ptp(want) > 1e-3:
        return Diagnosis("offset", f"your result is off by {_signed(constant)} everywhere")
    if _each_off(evidence):
        return Diagnosis("offset", "each of your results is off by a constant, and each by another one")
    rows = [_rows_off(pair) for pair in evidence.scope]
    if all(rows) and any(pair.difference is not None for pair in evidence.scope):
        return Diagnosis("offset", "every row is off by the same numbers, as if a bias were missing or wrong")
    return None


def _each_off(evidence: Evidence) -> bool:
    """Whether every result is off by a constant of its own."""
    told = 0
    for pair in evidence.scope:
        got, want = pair.arrays or (np.zeros(1), np.ones(1))
        apart = got - want
        if not np.all(np.abs(apart - np.median(apart)) <= 1e-5 + RTOL * np.maximum(np.abs(got), np.abs(want))):
            return False
        told += len(np.unique(np.round(want, 4))) - 1 if pair.difference is not None else 0
    return told > 3


def _rows_off(pair: Pair) -> bool:
    """Whether all rows of a table are off by the same vector, before an activation that may have come after it."""
    if pair.arrays is None or pair.arrays[0].ndim != 2 or pair.arrays[0].shape[0] < 3 or pair.arrays[0].shape[1] < 2:
        return False
    got, want = pair.arrays
    if np.ptp(want, axis=0).min() < 1e-3:
        return False
    with np.errstate(all="ignore"):
        for back in (np.asarray, np.arctanh, lambda y: np.log(y / (1 - y))):
            if _same_vector(back(got) - back(want), np.ones(got.shape, dtype=bool)):
                return True
    if got.min() < 0 or want.min() < 0:
        return False
    both = (got > 0) & (want > 0)  # after a relu the others tell less
    if not _same_vector(got - want, both) or not np.all(both.sum(axis=0) >= 2):
        return False
    apart = np.sum(np.where(both, got - want, 0.0), axis=0) / both.sum(axis=0)
    return close(np.where(want > 0, np.maximum(want + apart, 0.0), np.minimum(got, np.maximum(apart, 0.0))), got)


def _same_vector(apart: np.ndarray, where: np.ndarray) -> bool:
    """Whether the rows of a table agree where they are looked at, and are not 0."""
    if not np.isfinite(apart[where]).all():
        return False
    columns = zip(apart.T, where.T, strict=True)
    middle = np.array([np.median(column[chosen]) if chosen.any() else np.nan for column, chosen in columns])
    agree = np.abs(apart - middle) <= 2e-5 + 1e-4 * np.abs(middle)
    return bool(np.all(agree | ~where)) and bool(np.any(np.abs(middle) > 1e-3))


def activation(evidence: Evidence) -> Diagnosis | None:
    """What comes out right when an activation is applied to it, or what one was applied to too much."""
    if not evidence.alike or evidence.whole or _logical(evidence):
        return None
    got, want = evidence.flat
    if got.size < 4 or not np.isfinite(got).all() or not np.isfinite(want).all():
        return None
    with np.errstate(all="ignore"):
        missing = [_activated(pair) for pair in evidence.scope]
        if all(missing) and telling(got, want) > 2:
            names = dict.fromkeys(name for name in missing if name != "nothing")
            return Diagnosis("activation_missing", f"your result would be right after {' or '.join(names)}")
        if all(_other_softmax(pair) for pair in evidence.scope):
            return Diagnosis(
                "wrong_axis", "your softmax goes down the columns instead of along the rows, or the reverse"
            )
        for name, function in _activations():
            if name != "relu" and explains(evidence, partial(_after, function=function), 3):
                return Diagnosis("activation_extra", f"your result is right but for a {name} after it")
    return None


def _other_softmax(pair: Pair) -> bool:
    """Whether both are a softmax of the same table, the one along rows and the other one down columns."""
    if pair.arrays is None or pair.arrays[0].ndim != 2 or min(pair.arrays[0].shape) < 2:
        return False
    ways = (pair.arrays, (pair.arrays[0].T, pair.arrays[1].T))
    for got, want in ways:
        one, other = np.ones(want.shape[0]), np.ones(want.shape[1])
        if (
            (want <= 0).any()
            or (got <= 0).any()
            or not close(want.sum(axis=1), one)
            or not close(got.sum(axis=0), other)
        ):
            continue
        ratio = np.log(got / want)  # a number for each row, and one for each column
        if close(ratio - ratio[:1] - ratio[:, :1] + ratio[0, 0], np.zeros_like(ratio)) and got.size > 5:
            return True
    return False


def _activated(pair: Pair) -> str:
    """The activation that makes what was seen right; nothing where it is right."""
    if pair.arrays is None:
        return ""
    got, want = pair.arrays
    if pair.difference is None:
        return "nothing"
    return next((name for name, function in _activations() if close(function(got), want)), "")


def _activations() -> Iterator[tuple[str, Callable[[np.ndarray], np.ndarray]]]:
    def softmax(x: np.ndarray) -> np.ndarray:
        if x.ndim == 0:
            return np.full_like(x, np.nan)
        powers = np.exp(x - x.max(axis=-1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=-1, keepdims=True))

    yield "relu", lambda x: np.maximum(x, 0.0)
    yield "tanh", np.tanh
    yield "sigmoid", lambda x: np.asarray(1.0 / (1.0 + np.exp(-x)))
    yield "softmax", softmax
    yield "elu", lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0.0)))
    yield "softplus", lambda x: np.logaddexp(0.0, x)


def _after(pair: Pair, function: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    return np.asarray(function(_want(pair)))


def _want(pair: Pair) -> np.ndarray:
    return pair.arrays[1] if pair.arrays else np.full((), np.nan)


def _signed(value: float) -> str:
    return f"{value:+.4g}".replace("-", "\N{MINUS SIGN}")
