"""Hypotheses about where values stand: transposed, in another shape, shifted, in another order, some missing."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np

from grader.comparison import compare
from grader.hypotheses.evidence import Diagnosis, Evidence, Pair, close, explains, numbers

Change = Callable[[np.ndarray], np.ndarray]


def _fits(evidence: Evidence, changes: Callable[[np.ndarray, np.ndarray], Iterable[np.ndarray]]) -> bool:
    """Whether one of the changed right results is what was seen, in every pair of the scope; of few values none is."""
    if evidence.arrays is None:
        return False
    distinct = 0
    for pair in evidence.scope:
        if pair.arrays is None:
            return False
        got, want = pair.arrays
        if not any(close(got, one) for one in changes(got, want)):
            return False
        if pair.difference is not None:
            distinct = max(distinct, len(np.unique(want)))
    return distinct > 1


def transposed(evidence: Evidence) -> Diagnosis | None:
    """Rows for columns."""

    def change(got: np.ndarray, want: np.ndarray) -> Iterator[np.ndarray]:
        if want.ndim >= 2:
            yield want.T
            yield np.swapaxes(want, -1, -2)

    if _fits(evidence, change) and all(one.ndim >= 2 for one, _ in evidence.arrays or ()):
        return Diagnosis("transposed", "your result is transposed")
    return None


def rows_and_columns(evidence: Evidence) -> Diagnosis | None:
    """Numbers read by rows and written by columns: a reshape where a transposition belongs, or the reverse."""

    def change(got: np.ndarray, want: np.ndarray) -> Iterator[np.ndarray]:
        if want.ndim == 2:
            yield want.T.reshape(want.shape)
            yield want.reshape(want.shape[::-1]).T

    if evidence.alike and _fits(evidence, change):
        return Diagnosis("rows_and_columns", "the numbers are right, but rows and columns are mixed up")
    for name in _names(evidence):
        if explains(evidence, partial(_by_columns, name=name), 4):
            return Diagnosis("rows_and_columns", f"the numbers of {name} come column by column instead of row by row")
    return None


def _names(evidence: Evidence) -> list[str]:
    """The arguments that every call of the scope has."""
    return [name for name in evidence.scope[0].inputs if all(name in pair.inputs for pair in evidence.scope)]


def _by_columns(pair: Pair, name: str) -> np.ndarray | None:
    """An argument's numbers column by column, where those by rows (times a constant) are right."""
    given = pair.own_inputs[name]
    if pair.arrays is None or given.ndim < 2 or given.size != pair.arrays[1].size:
        return None
    if given.shape[-1] * given.shape[-2] < 4:
        return None
    want = pair.arrays[1]
    largest = np.argmax(np.abs(given))
    factor = want.ravel()[largest] / given.ravel()[largest]
    if not np.isfinite(factor) or not close(want, factor * given.reshape(want.shape)):
        return None
    got = pair.arrays[0]
    changed = [factor * np.swapaxes(given, -1, -2).reshape(want.shape)]
    changed.append(factor * given.ravel(order="F").reshape(want.shape, order="F"))
    return next((one for one in changed if close(got, one)), None)


def shape(evidence: Evidence) -> Diagnosis | None:
    """The right numbers in the right order, in another shape; or a table where broadcasting made one."""
    failing = [pair.arrays for pair in evidence.failing]
    if any(one is None or one[0].shape == one[1].shape for one in failing):
        return None
    pairs = [one for one in failing if one is not None]
    if all(_is_table(got, want) for got, want in pairs):
        return Diagnosis("broadcast", "a column and a row were broadcast to a table")
    if not all(close(got.ravel(), want.ravel()) for got, want in pairs):
        return None
    if all(np.squeeze(got).shape == np.squeeze(want).shape for got, want in pairs):
        more = {np.sign(got.ndim - want.ndim) for got, want in pairs}
        if more == {1}:
            return Diagnosis("extra_axis", "your result has an axis too many, of length 1")
        if more == {-1}:
            return Diagnosis("missing_axis", "an axis of length 1 is missing in your result")
    return Diagnosis("other_shape", "the numbers are right, and in the right order, but in another shape")


def not_reduced(evidence: Evidence) -> Diagnosis | None:
    """Numbers whose sum or mean is what is asked for."""
    pairs = [pair.arrays for pair in evidence.failing if pair.arrays]
    if len(pairs) != len(evidence.failing) or not all(got.ndim > want.ndim and got.size > 1 for got, want in pairs):
        return None
    if len(pairs) < 2 and sum(want.size for _, want in pairs) < 3:
        return None
    for what, function in (("mean", np.mean), ("sum", np.sum)):
        for axis in (None, 0, -1):
            if all(close(np.asarray(function(got, axis=axis)), want) for got, want in pairs):
                return Diagnosis("not_reduced", f"the {what} of your result is what is asked for")
    return None


def _is_table(got: np.ndarray, want: np.ndarray) -> bool:
    """Whether an (n, n) table has the expected n numbers on its diagonal, and is the sum of a column and a row."""
    if want.ndim != 1 or want.size < 2 or got.shape != (want.size, want.size) or not close(np.diag(got), want):
        return False
    return close(got - got[:1], np.broadcast_to((got - got[:1])[:, :1], got.shape))


def shifted(evidence: Evidence) -> Diagnosis | None:
    """Late or early by one step."""
    if not evidence.alike or any(want.ndim == 0 for _, want in evidence.arrays or ()):
        return None
    pairs = [pair.arrays for pair in evidence.failing if pair.arrays]
    if len(evidence.failing) != len(evidence.scope) or sum(len(want) - 1 for _, want in pairs) < 3:
        return None
    if any(len(want) > 1 and np.ptp(want, axis=0).max() < 1e-3 for _, want in pairs):
        return None
    if all(close(got[1:], want[:-1]) for got, want in pairs):
        if all(_starts(pair) for pair in evidence.failing):
            return Diagnosis("before_update", "your values are those before each step, not those after it")
        return Diagnosis("shifted", "your result is one step late")
    if all(close(got[:-1], want[1:]) for got, want in pairs):
        return Diagnosis("shifted", "your result is one step early")
    return None


def _starts(pair: Pair) -> bool:
    """Whether the first value is where the steps begin: an argument, or 0."""
    if pair.arrays is None:
        return False
    first = pair.arrays[0][0]
    begins = [value for value in pair.own_inputs.values() if value.shape == first.shape]
    return any(close(first, begin) for begin in [*begins, np.zeros_like(first)])


def order(evidence: Evidence) -> Diagnosis | None:
    """The right entries in another order."""
    if not evidence.alike:
        return None
    pairs = [pair.arrays for pair in evidence.failing if pair.arrays]
    if any(want.ndim == 0 or len(np.unique(want, axis=0)) < 4 for _, want in pairs):
        return _permuted_over(evidence)
    if explains(evidence, lambda pair: pair.arrays and pair.arrays[1][::-1]):
        return Diagnosis("reversed", "your result is in the opposite order")
    if explains(evidence, lambda pair: pair.arrays and np.sort(pair.arrays[1], axis=0)):
        return Diagnosis("sorted", "your result is sorted")
    if all(close(_in_order(got), _in_order(want)) for got, want in pairs):
        return Diagnosis("permuted", "the right values are there, but in another order")
    return _permuted_over(evidence)


def _permuted_over(evidence: Evidence) -> Diagnosis | None:
    """Whether the rows of all arrays of a list are the right ones, in another order."""
    groups: dict[tuple[Any, ...], list[Pair]] = {}
    for pair in evidence.pairs:
        if pair.keys and isinstance(pair.keys[-1], int) and pair.arrays is not None and pair.arrays[1].ndim:
            groups.setdefault((pair.case, pair.keys[:-1]), []).append(pair)
    wrong = [group for group in groups.values() if any(pair.difference is not None for pair in group)]
    if sum(pair.difference is not None for group in wrong for pair in group) != len(evidence.failing):
        return None
    for group in wrong:
        try:
            got, want = (np.concatenate([pair.arrays[side] for pair in group if pair.arrays]) for side in (0, 1))
        except ValueError:  # arrays of other shapes are no batches of one
            return None
        if len(np.unique(want, axis=0)) < 4 or got.shape != want.shape or not close(_in_order(got), _in_order(want)):
            return None
    if not any(len(group) > 1 for group in wrong):
        return None
    return Diagnosis("permuted", "the right rows are there, but in another order")


def _in_order(values: np.ndarray) -> np.ndarray:
    rows = values.reshape(len(values), -1)
    return rows[np.lexsort(np.round(rows, 6).T[::-1])]


def incomplete(evidence: Evidence) -> Diagnosis | None:
    """Some entries or rows are missing, or left at zero; or there are some too many."""
    pairs = [(_values_of(pair), list_of(pair.want)) for pair in evidence.failing]
    known = [(got, want) for got, want in pairs if got is not None and want is not None]
    if not pairs or len(known) != len(pairs) or not any(len(want) > 1 for _, want in known):
        return None
    if all(len(got) == len(want) for got, want in known):
        return _left_at_zero(evidence)
    if sum(one.size if isinstance(one, np.ndarray) else 1 for _, want in known for one in want) < 4:
        return None  # by chance
    if all(len(got) == 1 < len(want) and _equal(got, want[:1]) for got, want in known):
        return Diagnosis("first_only", "only the first one is in your result")
    if all(len(got) == len(want) - 1 for got, want in known):
        if all(_equal(got, want[:-1]) for got, want in known):
            return Diagnosis("last_missing", "the last one is missing in your result")
        if all(_equal(got, want[1:]) for got, want in known):
            return Diagnosis("first_missing", "the first one is missing in your result")
    if all(len(got) == len(want) + 1 for got, want in known):
        if all(_equal(got[:-1], want) for got, want in known):
            return Diagnosis("one_too_many", "there is one too many at the end of your result")
        if all(_equal(got[1:], want) for got, want in known):
            return Diagnosis("one_too_many", "there is one too many at the beginning of your result")
    return None


def last_only(evidence: Evidence) -> Diagnosis | None:
    """The last value alone where all of them are asked for."""
    pairs = [pair.arrays for pair in evidence.failing if pair.arrays]
    if len(pairs) != len(evidence.failing) or not all(want.ndim > 0 and len(want) > 1 for _, want in pairs):
        return None
    if any(len(want) > 2 for _, want in pairs) and all(close(got, want[-1]) for got, want in pairs):
        return Diagnosis("last_only", "only the last of the values is returned")
    return None


def _left_at_zero(evidence: Evidence) -> Diagnosis | None:
    if not evidence.alike or evidence.arrays is None:
        return None
    pairs = [(got, want) for got, want in evidence.arrays if want.ndim and len(want)]
    if len(pairs) != len(evidence.arrays):
        return None
    cleared = sum(np.size(want[1:]) - np.count_nonzero(got[1:]) for got, want in pairs)
    if not any(np.any(got) for got, _ in pairs) or (evidence.whole and cleared < 3):
        return None  # nothing but zeros is another mistake, and single zeros among whole numbers are none
    if not evidence.whole and all(close(got[:-1], want[:-1]) and not np.any(got[-1]) for got, want in pairs):
        return Diagnosis("last_missing", "the last one is 0 in your result, as if it had been left out")
    first = all(close(got[:1], want[:1]) and not np.any(got[1:]) for got, want in pairs)
    if first and any(len(want) > 2 for _, want in pairs):
        return Diagnosis("first_only", "only the first one is right in your result, the others are 0")
    return None


def _values_of(pair: Pair) -> list[Any] | None:
    """What was seen, one after another; an array where a list is asked for is the only one of its values."""
    if isinstance(pair.want, list) and isinstance(pair.got, np.ndarray):
        return [pair.got]
    return list_of(pair.got)


def list_of(value: Any) -> list[Any] | None:
    """What a value holds, one after another."""
    if isinstance(value, (list, tuple)):
        return list(value)
    return list(value) if isinstance(value, np.ndarray) and value.ndim and value.size < 100_000 else None


def _equal(got: list[Any], want: list[Any]) -> bool:
    """Whether all of some values are the right ones."""
    return all(compare(_plain(one), _plain(other)) is None for one, other in zip(got, want, strict=True))


def _plain(value: Any) -> Any:
    return np.asarray(value) if isinstance(value, np.generic) else value


def order_of_results(evidence: Evidence) -> Diagnosis | None:
    """Several values that are returned together, in another order."""
    groups: dict[tuple[Any, ...], list[Pair]] = {}
    for pair in evidence.pairs:
        if pair.keys:
            groups.setdefault((pair.case, pair.keys[:-1]), []).append(pair)
    wrong = [group for group in groups.values() if any(pair.difference is not None for pair in group)]
    failing = sum(pair.difference is not None for group in wrong for pair in group)
    if not wrong or failing != len(evidence.failing) or not all(2 <= len(group) <= 4 for group in wrong):
        return None
    size = len(wrong[0])
    if any(len(group) != size for group in wrong) or (len(wrong) < 2 and _few(wrong[0])):
        return None
    for places in list(itertools.permutations(range(size)))[1:]:
        if all(_equal([pair.got for pair in group], [group[i].want for i in places]) for group in wrong):
            return Diagnosis("order_of_results", "the values are right, but returned in another order")
    return None


def _few(group: list[Pair]) -> bool:
    return all((array := numbers(pair.want)) is None or array.size < 2 for pair in group)
