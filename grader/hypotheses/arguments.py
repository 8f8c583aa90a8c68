"""Hypotheses about a result and the arguments of the call that it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

import numpy as np

from grader.hypotheses.evidence import Diagnosis, Evidence, Pair, close, explains, telling

_REDUCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "sum": np.sum,
    "mean": np.mean,
    "product": np.prod,
    "largest value": np.max,
    "smallest value": np.min,
    "position of the largest value": np.argmax,
    "position of the smallest value": np.argmin,
    "standard deviation": np.std,
    "variance": np.var,
    "standard deviation with n - 1": lambda x, axis: np.std(x, axis=axis, ddof=1),
    "variance with n - 1": lambda x, axis: np.var(x, axis=axis, ddof=1),
}
_AXES: Final = {0: "in each column", 1: "in each row", None: "of all entries"}
_TRIGONOMETRY: Final = (np.sin, np.cos, np.tan)


Way = tuple[str, int | None, bool]


def _shared(evidence: Evidence) -> list[str]:
    """The arguments that are numbers in every call of the scope."""
    first = evidence.scope[0].inputs if evidence.scope else {}
    return [name for name in first if all(name in pair.inputs for pair in evidence.scope)]


def _scalars(evidence: Evidence) -> list[str]:
    return [name for name in _shared(evidence) if all(pair.inputs[name].ndim == 0 for pair in evidence.scope)]


def _matrices(evidence: Evidence) -> list[str]:
    return [name for name in _shared(evidence) if all(pair.inputs[name].ndim == 2 for pair in evidence.scope)]


def argument_returned(evidence: Evidence) -> Diagnosis | None:
    """An argument as it was given."""
    for name in _shared(evidence):
        values = [pair.own_inputs[name] for pair in evidence.failing]
        told = sum(len(np.unique(value)) for value in values)
        if told < 3 or not any(np.any(value) for value in values):
            continue
        if explains(evidence, partial(_own, name=name), 2):
            return Diagnosis("argument_returned", f"your result is {name} as it was given")
    return None


def _own(pair: Pair, name: str) -> np.ndarray:
    return pair.own_inputs[name]


def zeroed(evidence: Evidence) -> Diagnosis | None:
    """Zeros exactly where an argument is below zero, or above."""
    if not evidence.alike:
        return None
    for name in _shared(evidence):
        for mark, chosen in (("<", np.less), (">", np.greater)):
            if explains(evidence, partial(_zero_where, chosen=chosen, name=name), 3):
                return Diagnosis("zeroed", f"where {name} {mark} 0 your result is 0")
    return None


def _zero_where(pair: Pair, chosen: np.ufunc, name: str) -> np.ndarray | None:
    """The right result with zeros where an argument is below zero, or above; nothing but zeros tells nothing."""
    value = pair.inputs[name]
    if pair.arrays is None or value.shape != pair.arrays[1].shape or value.ndim == 0:
        return None
    if pair.difference is not None and (np.all(chosen(value, 0)) or not np.any(pair.arrays[0])):
        return None
    return np.where(chosen(value, 0), 0.0, pair.arrays[1])


def addend(evidence: Evidence) -> Diagnosis | None:
    """An argument that is not added, or subtracted instead, or added too much."""
    if not evidence.alike:
        return None
    for name in _shared(evidence):
        values = [pair.inputs[name] for pair in evidence.failing]
        if not all(np.any(np.abs(value) > 1e-3) for value in values) or sum(value.size for value in values) < 3:
            continue
        if len({value.tobytes() for value in values}) < 2 and all(value.ndim == 0 for value in values):
            continue  # a constant, and it is not known whether it is this one
        for factor, kind, words in (
            (-1.0, "addend_missing", f"with {name} added, your result would be right"),
            (-2.0, "addend_subtracted", f"{name} is subtracted in your result instead of added"),
            (1.0, "addend_extra", f"your result is right but for {name}, which is added to it"),
            (2.0, "addend_added", f"{name} is added in your result instead of subtracted"),
        ):
            if explains(evidence, partial(_plus, factor=factor, name=name), 3):
                return Diagnosis(kind, words)
        if explains(evidence, partial(_plus_fraction, name=name), 3):
            return Diagnosis("truncated", f"{name} is cut to whole numbers")
    return None


def _plus_fraction(pair: Pair, name: str) -> np.ndarray | None:
    """The right result with an argument cut to whole numbers before it was added."""
    value = pair.inputs[name]
    if pair.arrays is None or value.ndim > pair.arrays[1].ndim or _broadcast(value, pair.arrays[1]) is None:
        return None
    return np.asarray(pair.arrays[1] + (np.trunc(value) - value))


def _plus(pair: Pair, factor: float, name: str) -> np.ndarray | None:
    value = pair.inputs[name]
    if pair.arrays is None or value.ndim > pair.arrays[1].ndim or _broadcast(value, pair.arrays[1]) is None:
        return None
    return np.asarray(pair.arrays[1] + factor * value)


def _broadcast(value: np.ndarray, like: np.ndarray) -> np.ndarray | None:
    try:
        return np.broadcast_to(value, like.shape)
    except ValueError:
        return None


def step(evidence: Evidence) -> Diagnosis | None:
    """A step from an argument, in the wrong direction or of another length."""
    if not evidence.alike:
        return None
    for name in _shared(evidence):
        pairs = [pair for pair in evidence.scope if pair.arrays and pair.inputs[name].shape == pair.arrays[1].shape]
        if len(pairs) != len(evidence.scope) or sum(pair.inputs[name].size for pair in pairs) < 2:
            continue
        right = [pair.arrays[1] - pair.inputs[name] for pair in pairs if pair.arrays]
        taken = [pair.arrays[0] - pair.own_inputs[name] for pair in pairs if pair.arrays]
        wanted, seen = (np.concatenate([one.ravel() for one in side]) for side in (right, taken))
        size = np.concatenate([pair.arrays[1].ravel() for pair in pairs if pair.arrays])
        moved = np.sum(np.abs(wanted) > 1e-3)
        if not np.isfinite(seen).all() or moved < 2 or moved < 0.7 * wanted.size:
            continue  # where most stay in their places it is no step
        # Even the right step, subtracted from what has been rounded, is not exact.
        near = 1e-6 + 1e-5 * np.abs(wanted) + 1e-6 * np.abs(size)
        if np.all(np.abs(seen + wanted) <= near):
            return Diagnosis("step_sign", f"the step from {name} goes the opposite way")
        for scalar in _scalars(evidence):
            each = [np.full(one.size, pair.inputs[scalar]) for pair, one in zip(pairs, right, strict=True)]
            factors = np.concatenate(each)
            with np.errstate(all="ignore"):
                if np.all(np.abs(factors - 1) > 1e-3) and np.all(np.abs(factors * seen - wanted) <= near):
                    return Diagnosis("factor_missing", f"the step from {name} is not multiplied by {scalar}")
        usable = np.abs(wanted) > 1e-3
        if usable.sum() > 3 and len(np.unique(np.abs(wanted[usable]))) > 3:
            factor = float(np.median(seen[usable] / wanted[usable]))
            if abs(factor) > 1e-3 and abs(factor - 1) > 1e-3 and np.all(np.abs(seen - factor * wanted) <= near):
                return Diagnosis("step_scaled", f"the step from {name} is {factor:.4g} times as long as it should be")
    return None


def old_value(evidence: Evidence) -> Diagnosis | None:
    """A step by what an argument was, where it is to be by what became of it, which is returned as well."""
    beside: dict[int, Pair] = {}  # the other one of two values that a call returned
    for pair in evidence.failing:
        others = [
            one for one in evidence.pairs if one.call is pair.call and one.case == pair.case and one.slot != pair.slot
        ]
        if pair.call is None or len(others) != 1:
            return None
        beside[id(pair)] = others[0]
    for name in _shared(evidence):
        for old in _shared(evidence):
            for way in (1.0, -1.0):
                if name != old and explains(evidence, partial(_by_old, beside=beside, name=name, old=old, way=way), 3):
                    return Diagnosis("before_update", f"the step from {name} is made by {old} as it was before")
    return None


def _by_old(pair: Pair, beside: Mapping[int, Pair], name: str, old: str, way: float) -> np.ndarray | None:
    """An argument plus another one, where the first and the value beside this one are right together."""
    other = beside.get(id(pair))
    if pair.arrays is None or other is None or other.arrays is None:
        return None
    start, new, want = pair.inputs[name], other.arrays[1], pair.arrays[1]
    if not start.shape == new.shape == want.shape == pair.inputs[old].shape or not close(want, start + way * new):
        return None
    return np.asarray(pair.own_inputs[name] + way * pair.own_inputs[old])


def dimension(evidence: Evidence) -> Diagnosis | None:
    """A sum where a mean is asked for, or a mean where a sum is: a factor that is a number of entries, call by call."""
    if not evidence.alike:
        return None
    for name, what, sizes in _sizes(evidence):
        different = len(set(sizes)) > 1
        if max(sizes) < 2 or (not different and min(sizes) < 5):
            continue  # a constant factor explains it as well
        by = {id(pair): float(size) for pair, size in zip(evidence.scope, sizes, strict=True)}
        if explains(evidence, partial(_times, factors=by), 2):
            return Diagnosis(
                "sum_not_mean", f"divided by {what} of {name}, your result would be right: a sum in place of a mean"
            )
        if explains(evidence, partial(_times, factors={key: 1.0 / size for key, size in by.items()}), 2):
            return Diagnosis("mean_not_sum", f"your result is divided by {what} of {name}, and must not be")
    if explains(evidence, _so_far, 4):
        return Diagnosis("mean_not_sum", "each of your results is divided by how many there are so far")
    for name in _scalars(evidence):
        values = {float(pair.inputs[name]) for pair in evidence.scope}
        if (len(values) < 2 and values & {0.5, 1.0, 2.0, 3.0, 4.0, 10.0, 0.1}) or 0.0 in values:
            continue
        by = {id(pair): float(pair.inputs[name]) for pair in evidence.scope}
        if explains(evidence, partial(_times, factors={key: 1.0 / value for key, value in by.items()}), 2):
            return Diagnosis("factor_missing", f"your result is not multiplied by {name}")
        if explains(evidence, partial(_times, factors=by), 2):
            return Diagnosis("factor_extra", f"your result is multiplied by {name}, and must not be")
    return None


def _times(pair: Pair, factors: Mapping[int, float]) -> np.ndarray | None:
    """The right result, times a factor for each pair."""
    return None if pair.arrays is None else np.asarray(factors[id(pair)] * pair.arrays[1])


def _so_far(pair: Pair) -> np.ndarray | None:
    """The right vector with every entry divided by its number."""
    if pair.arrays is None or pair.arrays[1].ndim != 1:
        return None
    return np.asarray(pair.arrays[1] / np.arange(1, len(pair.arrays[1]) + 1))


def _sizes(evidence: Evidence) -> Iterator[tuple[str, str, list[int]]]:
    """Numbers of entries of the arguments, a number each for every pair of the scope."""
    for name in _shared(evidence):
        shapes = [pair.inputs[name].shape for pair in evidence.scope]
        rank = len(shapes[0])
        if rank == 0 or any(len(one) != rank for one in shapes):
            if all(shapes):
                yield name, "the number of entries", [int(np.prod(one)) for one in shapes]
            continue
        if rank == 1:
            yield name, "the number of entries", [one[0] for one in shapes]
            continue
        for axis, word in ((0, "the number of rows"), (1, "the number of columns")):
            yield name, word, [one[axis] for one in shapes]
        yield name, "the number of entries", [int(np.prod(one)) for one in shapes]


def reduction(evidence: Evidence) -> Diagnosis | None:
    """Another reduction of an argument than the right one, or along another axis, or of absolute values."""
    for name in _matrices(evidence):
        right = next((one for one in _ways() if _gives(evidence, name, one, 1)), None)
        if right is None:
            continue
        if _gives(evidence, name, right, 0, slice(-1)):
            return Diagnosis("last_missing", f"the last row of {name} is left out")
        found = [_other_way(way, right) for way in _ways() if way != right and _gives(evidence, name, way, 0)]
        if len({one.kind for one in found}) == 1:
            return found[0]
    return None


def _other_way(way: Way, right: Way) -> Diagnosis:
    function, axis, absolute = way
    words = f"your result is the {function} {'of absolute values ' if absolute else ''}{_AXES[axis]}"
    if function == right[0] and absolute == right[2]:
        return Diagnosis("wrong_axis", words)
    return Diagnosis("absolute" if function == right[0] and axis == right[1] else "other_reduction", words)


def _ways() -> Iterator[Way]:
    for absolute in (False, True):
        for function in _REDUCTIONS:
            for axis in _AXES:
                yield function, axis, absolute


def _gives(evidence: Evidence, name: str, way: Way, side: int, rows: slice = slice(None)) -> bool:
    """Whether a reduction gives all that is expected (1), or all that was seen (0)."""
    function, axis, absolute = way
    told = 0
    with np.errstate(all="ignore"):
        for pair in evidence.scope:
            given = pair.inputs[name][rows]
            if pair.arrays is None or given.shape[0] < 1:
                return False
            if "n - 1" in function and min(given.shape) < 2:
                return False
            result = np.asarray(_REDUCTIONS[function](np.abs(given) if absolute else given, axis=axis))
            if not close(pair.arrays[side], result.astype(np.float64)):
                return False
            if pair.difference is not None or not evidence.whole:
                told += result.size
    return told > 3


def wrong_axis(evidence: Evidence) -> Diagnosis | None:
    """A vector that is added down the columns where it must be added along the rows."""
    for name in _shared(evidence):
        if explains(evidence, partial(_down, name=name), 4):
            return Diagnosis("wrong_axis", f"{name} is added down the columns instead of along the rows")
    if not evidence.alike or any(want.ndim != 2 or max(want.shape) < 2 for _, want in evidence.arrays or ()):
        return None
    for name in _matrices(evidence):
        steps = [
            (got - pair.own_inputs[name], want - pair.inputs[name])
            for pair in evidence.scope
            if pair.arrays and pair.inputs[name].shape == pair.arrays[1].shape
            for got, want in [pair.arrays]
        ]
        if len(steps) != len(evidence.scope):
            continue
        down = all(_same_rows(want) and _same_rows(got.T) and _same_start(got[:, 0], want[0]) for got, want in steps)
        if down and any(min(got.shape) > 1 and telling(got, want) > 2 for got, want in steps):
            return Diagnosis("wrong_axis", f"what is added to {name} goes down its columns instead of along its rows")
    return None


def _down(pair: Pair, name: str) -> np.ndarray | None:
    """The right table with a vector added down its columns instead of along its rows."""
    value = pair.inputs[name]
    if pair.arrays is None or value.ndim != 1 or pair.arrays[1].ndim != 2:
        return None
    rows, columns = pair.arrays[1].shape
    if columns != len(value) or (rows > 1 and len(value) not in (1, rows)):
        return None
    return np.asarray(pair.arrays[1] - value + value[:, None])


def _same_rows(table: np.ndarray) -> bool:
    return bool(np.all(np.abs(table - table[:1]) <= 1e-5 + 1e-5 * np.abs(table)))


def _same_start(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two vectors agree as far as both go."""
    size = min(len(one), len(other))
    return bool(np.all(np.abs(one[:size] - other[:size]) <= 1e-5 + 1e-5 * np.abs(other[:size])))


def products(evidence: Evidence) -> Diagnosis | None:
    """A matrix product with its factors exchanged or one of them not transposed, or only the last product of a sum."""
    names = _shared(evidence)
    for first in names:
        for second in names:
            if first == second:
                continue
            if explains(evidence, partial(_last_product, first=first, second=second), 3):
                return Diagnosis("last_only", "only the last product is in your result, not the sum of them")
            if explains(evidence, partial(_product, first=first, second=second, exchanged=True), 3):
                return Diagnosis("swapped_arguments", f"{second} and {first} are multiplied in the opposite order")
            if explains(evidence, partial(_product, first=first, second=second, exchanged=False), 3):
                return Diagnosis("transposed", f"{second} is transposed in your product, or must be")
    return None


def _last_product(pair: Pair, first: str, second: str) -> np.ndarray | None:
    x, y = pair.own_inputs[first], pair.own_inputs[second]
    if pair.arrays is None or x.ndim != 1 or x.shape != y.shape or not close(pair.arrays[1], np.asarray(x @ y)):
        return None
    return np.asarray(x[-1] * y[-1])


def _product(pair: Pair, first: str, second: str, *, exchanged: bool) -> np.ndarray | None:
    """The right result, where it holds x·y (or x·yᵀ), with y·x instead (or with the other of the two)."""
    x, y = pair.inputs[first], pair.inputs[second]
    if pair.arrays is None or x.ndim != 2 or y.ndim != 2 or y.shape[0] != y.shape[1]:
        return None
    want = pair.arrays[1]
    if exchanged:
        if x.shape != y.shape or not close(want, x @ y):
            return want if x.shape[-1:] == y.shape[:1] and close(want, x @ y) and pair.difference is None else None
        return np.asarray(y @ x)
    if x.shape[1] != len(y) or want.shape != x.shape:
        return None
    for right, wrong in ((y.T, y), (y, y.T)):
        rest = want - x @ right
        if _same_rows(rest) and (len(rest) > 1):
            return np.asarray(x @ wrong + rest)
    return None


def angles(evidence: Evidence) -> Diagnosis | None:
    """Degrees for radians, or an angle of the other sign, in a rotation of points or a function of angles."""
    names = _shared(evidence)
    for name in _scalars(evidence):
        for points in names:
            if explains(evidence, partial(_turned, points=points, name=name, change=np.radians), 4):
                return Diagnosis("degrees", f"{name} is taken for degrees")
            if explains(evidence, partial(_turned, points=points, name=name, change=np.negative), 4):
                return Diagnosis("turned_back", f"your result is turned by \N{MINUS SIGN}{name}, the opposite way")
    for name in names:
        for function in _TRIGONOMETRY:
            if explains(evidence, partial(_of_angle, name=name, function=function), 3):
                return Diagnosis("degrees", f"{name} is taken for degrees")
    return None


def _turned(pair: Pair, points: str, name: str, change: Callable[[np.ndarray], np.ndarray]) -> np.ndarray | None:
    """The points turned by a changed angle, where those turned by the angle itself are expected."""
    given, angle = pair.inputs[points], pair.inputs[name]
    if pair.arrays is None or given.ndim != 2 or given.shape[1] != 2 or given.shape != pair.arrays[1].shape:
        return None
    for way in (1.0, -1.0):
        if close(pair.arrays[1], _rotated(given, way * angle)):
            return _rotated(given, way * change(angle))
    return None


def _rotated(points: np.ndarray, angle: np.ndarray | float) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return np.asarray(points @ np.array([[c, s], [-s, c]]))


def _of_angle(pair: Pair, name: str, function: np.ufunc) -> np.ndarray | None:
    angle = pair.inputs[name]
    if pair.arrays is None or angle.shape != pair.arrays[1].shape or not close(pair.arrays[1], function(angle)):
        return None
    return np.asarray(function(np.radians(angle)))


def columns(evidence: Evidence) -> Diagnosis | None:
    """Columns that are multiplied by numbers: by each other's numbers, by their absolute values, or divided by them."""
    if not evidence.alike:
        return None
    for name in _matrices(evidence):
        factors = [_factors(pair, name) for pair in evidence.scope]
        known = [one for one in factors if one is not None]
        if len(known) != len(factors) or not known or sum(len(set(np.round(w, 6))) > 1 for _, w in known) < 1:
            continue
        got, want = (np.concatenate([one[side] for one in known]) for side in (0, 1))
        if got.size < 4:
            continue
        if close(got, np.concatenate([one[1][::-1] for one in known])):
            return Diagnosis("swapped_arguments", f"the factors of the columns of {name} are exchanged")
        if np.any(want > 0) and np.any(want < 0) and close(got, np.abs(want)):
            return Diagnosis("absolute", "the factors lose their sign")
        if close(got, np.trunc(want)) and np.any(np.abs(got) >= 1):
            return Diagnosis("truncated", "the factors are cut to whole numbers")
        if close(got * want, np.ones_like(want)):
            return Diagnosis("divided", f"{name} is divided where it must be multiplied")
    return None


def _factors(pair: Pair, name: str) -> tuple[np.ndarray, np.ndarray] | None:
    """By what each column of an argument is multiplied, in what was seen and in what is expected."""
    given = pair.inputs[name]
    if pair.arrays is None or given.shape != pair.arrays[1].shape or given.shape[1] < 2:
        return None
    found = []
    for side in pair.arrays:
        with np.errstate(all="ignore"):
            rows = np.argmax(np.abs(given), axis=0)
            places = np.arange(given.shape[1])
            factor = side[rows, places] / given[rows, places]
        if not np.isfinite(factor).all() or not close(side, given * factor):
            return None
        found.append(factor)
    return found[0], found[1]
