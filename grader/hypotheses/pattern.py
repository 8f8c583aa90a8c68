"""Hypotheses about the form of an answer, and about which calls are right and which are wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.hypotheses.evidence import Diagnosis, Evidence, Pair, close, numbers
from grader.observation import Opaque, Raised, dtype_name


def refusal(evidence: Evidence) -> Diagnosis | None:
    """No exception where one is asked for, or one of another class."""
    if not evidence.failing or not all(isinstance(pair.want, Raised) for pair in evidence.failing):
        return None
    silent = sum(not isinstance(pair.got, Raised) for pair in evidence.failing)
    if silent:
        return Diagnosis("not_refused", "what does not fit must be refused: are the arguments looked at?")
    return Diagnosis("wrong_exception", "what does not fit is refused by an exception of another class than asked for")


def container(evidence: Evidence) -> Diagnosis | None:
    """The right values as a list or a dict where an array is asked for."""
    kinds = {_container(pair) for pair in evidence.failing}
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    return Diagnosis("wrong_container", kind) if kind else None


def _container(pair: Pair) -> str:
    got, want = pair.got, pair.want
    if isinstance(got, list) and isinstance(want, np.ndarray):
        array = _stacked(got)
        if array is not None and array.shape == want.shape and close(array, np.asarray(want, dtype=np.float64)):
            return "the values are right, but in a list where an array is asked for"
    if isinstance(got, Mapping) and isinstance(want, list) and len(got) == len(want):
        values, right = _sorted(list(got.values())), _sorted(want)
        if values is not None and right is not None and close(values, right):
            return "the values are right, but in a dict where a tuple is asked for"
    return ""


def _sorted(values: list[Any]) -> np.ndarray | None:
    """Numbers in order; None where there is something else."""
    array = _stacked(values)
    return None if array is None or array.ndim > 1 else np.sort(array)


def _stacked(values: list[Any]) -> np.ndarray | None:
    """A list of numbers, or of equally long arrays, as one array."""
    found = [numbers(value) for value in values[:100_000]]
    known = [one for one in found if one is not None]
    if not known or len(known) != len(values) or len({one.shape for one in known}) != 1:
        return None
    return np.stack(known)


def nothing_returned(evidence: Evidence) -> Diagnosis | None:
    """None where a value is asked for."""
    if evidence.failing and all(pair.got is None and pair.want is not None for pair in evidence.failing):
        return Diagnosis("nothing_returned", "your result is None: is the return missing?")
    return None


def not_called(evidence: Evidence) -> Diagnosis | None:
    """A function where a value is asked for."""
    values = [pair.got for pair in evidence.failing]
    if values and all(isinstance(value, Opaque) and value.what == "a function" for value in values):
        return Diagnosis("function_returned", "your result is a function, not a value")
    return None


def dtype(evidence: Evidence) -> Diagnosis | None:
    """The right values in another dtype."""
    if not evidence.alike or not evidence.failing:
        return None
    names = set()
    for pair in evidence.failing:
        if pair.difference is None or "expected dtype" not in pair.difference.message or pair.arrays is None:
            return None
        got, want = pair.arrays
        name = dtype_name(pair.got) if isinstance(pair.got, np.ndarray) else type(pair.got).__name__
        half = name == "float16" and np.all(np.abs(got - want) <= 2.0**-10 * np.abs(want) + 1e-6)
        if not close(got, want) and not half:
            return None
        names.add(name)
    return Diagnosis("dtype", f"the values are right, but of dtype {', '.join(sorted(names))}")


def square_only(evidence: Evidence) -> Diagnosis | None:
    """Right where matrices are square, wrong wherever they are not."""
    pairs = [pair for pair in evidence.pairs if pair.inputs]
    matrices = [(pair, [one.shape for one in pair.inputs.values() if one.ndim == 2]) for pair in pairs]
    if len(pairs) != len(evidence.pairs) or any(not shapes for _, shapes in matrices):
        return None
    square = [(pair, shapes) for pair, shapes in matrices if all(n == m for n, m in shapes)]
    large = [pair for pair, shapes in square if shapes[0][0] > 1]
    other = [pair for pair, shapes in matrices if any(n != m for n, m in shapes)]
    if not large or len(other) < 2 or any(pair.difference is not None for pair, _ in square):
        return None
    if all(pair.difference is not None for pair in other):
        return Diagnosis("square_only", "your result is right for square matrices only")
    return None


def first_case_only(evidence: Evidence) -> Diagnosis | None:
    """Right in the first call, wrong in all others; a first call of a few numbers may be right by chance."""
    calls: dict[tuple[Any, ...], bool] = {}
    sizes: dict[tuple[Any, ...], int] = {}
    for pair in evidence.pairs:
        if pair.call is None:
            return None
        key = (pair.case, id(pair.call))
        calls[key] = calls.get(key, True) and pair.difference is None
        sizes[key] = sizes.get(key, 0) + (pair.arrays[1].size if pair.arrays else 0)
    right, entries = list(calls.values()), list(sizes.values())
    if len(right) > 3 and right[0] and not any(right[1:]) and entries[0] >= np.median(entries):
        return Diagnosis("first_case_only", "your result is right in the first case only")
    return None
