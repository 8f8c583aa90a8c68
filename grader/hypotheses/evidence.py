"""The evidence of one check: every value that was seen beside the one that was expected, and what led to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Final

import numpy as np

from grader.check import Comparison, Tolerance
from grader.comparison import Difference, compare
from grader.inside.probing import fingerprint
from grader.observation import CallRecord, Observation

RTOL: Final = 3e-5
ATOL: Final = 1e-6
_MANY: Final = 20.0  # so many tolerances apart two values are told apart for sure
_MAX_PAIRS: Final = 400
_MAX_ENTRIES: Final = 200_000  # of all arrays together: to try everything on more would take long
_NUMERIC: Final = (np.ndarray, np.generic, bool, int, float)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The kind of mistake, and what it looks like in this answer."""

    kind: str
    words: str


@dataclass(frozen=True)
class Pair:
    """A value that was seen and the one that was expected in its place."""

    got: Any
    want: Any
    difference: Difference | None
    """None where it is right."""
    keys: tuple[str | int, ...] = ()
    call: CallRecord | None = None
    """The call of the reference that returned what was expected, as far as that is known."""
    own: Mapping[str, Any] = field(default_factory=dict)
    """The arguments of the student's call where they were other ones: results of earlier calls."""
    case: int = 0
    """In which case of the check."""
    slot: tuple[object, ...] = ()
    """Pairs of the same slot are values of the same meaning."""

    @cached_property
    def arrays(self) -> tuple[np.ndarray, np.ndarray] | None:
        """Both as real arrays, if they are numbers."""
        got, want = numbers(self.got), numbers(self.want)
        return None if got is None or want is None else (got, want)

    @cached_property
    def inputs(self) -> Mapping[str, np.ndarray]:
        """The arguments of the call that are numbers, by the reference's names for them."""
        found = {name: numbers(value) for name, value in (self.call.inputs if self.call else {}).items()}
        return {name: value for name, value in found.items() if value is not None}

    @cached_property
    def own_inputs(self) -> Mapping[str, np.ndarray]:
        """The same of the student's call, as far as they are known."""
        found = {name: numbers(value) for name, value in self.own.items()}
        return {**self.inputs, **{name: value for name, value in found.items() if value is not None}}


@dataclass(frozen=True)
class Evidence:
    """All pairs of a check, in the order in which they were seen."""

    pairs: Sequence[Pair]

    @cached_property
    def failing(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.difference is not None]

    @cached_property
    def scope(self) -> list[Pair]:
        """The failing pairs, and those that are right and have the same meaning: a hypothesis must fit all of them."""
        slots = {pair.slot for pair in self.failing}
        return [pair for pair in self.pairs if pair.difference is not None or pair.slot in slots]

    @cached_property
    def arrays(self) -> list[tuple[np.ndarray, np.ndarray]] | None:
        """Of the scope, if all of it is numbers; of any shapes."""
        found = [pair.arrays for pair in self.scope]
        if not found or any(one is None for one in found):
            return None
        return [one for one in found if one is not None]

    @cached_property
    def alike(self) -> bool:
        """Whether all of the scope is numbers, and in the expected shapes."""
        return self.arrays is not None and all(got.shape == want.shape for got, want in self.arrays)

    @cached_property
    def flat(self) -> tuple[np.ndarray, np.ndarray]:
        """All entries of the scope in a row; for a scope that is alike."""
        assert self.arrays is not None
        return tuple(np.concatenate([one[side].ravel() for one in self.arrays]) for side in (0, 1))  # type: ignore[return-value]

    @cached_property
    def whole(self) -> bool:
        """Whether all that is expected is whole numbers, which agree by chance far more often than others."""
        return bool(self.arrays) and all(np.array_equal(want, np.round(want)) for _, want in self.arrays or ())


# --- numbers ----------------------------------------------------------------------------------------------


def numbers(value: Any) -> np.ndarray | None:
    """A value as an array of float64; None where it is not made of real numbers."""
    if isinstance(value, list) and value and all(isinstance(one, (int, float)) for one in value):
        value = np.asarray(value) if all(abs(one) < 2**63 for one in value if isinstance(one, int)) else None
    if not isinstance(value, _NUMERIC) or (type(value) is int and value.bit_length() > 63):
        return None
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" or array.size == 0 or array.size > _MAX_ENTRIES:
        return None
    return np.asarray(array, dtype=np.float64)


def bound(want: np.ndarray) -> np.ndarray:
    """How far apart two equal values may be."""
    return np.asarray(ATOL + RTOL * np.abs(want))


def close(got: np.ndarray, want: np.ndarray) -> bool:
    """Whether two arrays are equal but for what float32 loses."""
    if got.shape != want.shape:
        return False
    with np.errstate(all="ignore"):
        return bool(np.all((np.abs(got - want) <= bound(want)) | (got == want) | (np.isnan(got) & np.isnan(want))))


def telling(prediction: np.ndarray, want: np.ndarray) -> int:
    """In how many entries a prediction is clearly another value than the right one."""
    with np.errstate(all="ignore"):
        return int(np.sum(np.abs(prediction - want) > _MANY * np.maximum(bound(want), bound(prediction))))


def explains(evidence: Evidence, predict: Callable[[Pair], np.ndarray | None], least: int = 1) -> bool:
    """Whether a prediction from each pair is what was seen, with at least so many entries that tell."""
    if not evidence.failing:
        return False
    count = 0
    with np.errstate(all="ignore"):
        for pair in evidence.scope:
            if pair.arrays is None:
                return False
            got, want = pair.arrays
            prediction = predict(pair)
            if prediction is None or not close(got, prediction):
                return False
            told = telling(prediction, want) if prediction.shape == want.shape else prediction.size
            if pair.difference is not None and not told:
                return False
            count += told
    return count >= least


# --- from observations ------------------------------------------------------------------------------------


def evidence_of(seen: Sequence[Observation], wanted: Sequence[Observation], how: Comparison) -> Evidence:
    """The evidence of all cases of a check whose answers are compared; none where there is too much of it."""
    pairs: list[Pair] = []
    for case, (one, other) in enumerate(zip(seen, wanted, strict=False)):
        pairs += _pairs(one, other, how, case)
        entries = sum(np.size(side) for pair in pairs for side in (pair.got, pair.want) if isinstance(side, np.ndarray))
        if len(pairs) > _MAX_PAIRS or entries > _MAX_ENTRIES:
            return Evidence(())
    return Evidence(pairs)


def evidence_of_difference(difference: Difference, wanted: Observation) -> Evidence:
    """The evidence that a judge's own comparison gives."""
    call = wanted.calls[0] if len(wanted.calls) == 1 else None
    return Evidence([Pair(difference.actual, difference.expected, difference, call=call)])


def _pairs(seen: Observation, wanted: Observation, how: Comparison, case: int) -> Iterator[Pair]:
    calls = _Calls(wanted)
    leaves = list(islice(_leaves(seen.value, wanted.value, how, ()), _MAX_PAIRS + 1))
    earlier: dict[str, Any] = {}  # what was expected, by its digest, and what the student had instead
    loose: list[Pair] = []
    for keys, got, want, difference in leaves:
        number, slot = calls.of(want, keys)
        call = None if number is None else wanted.calls[number]
        own = _own(call, earlier) if call and earlier else {}
        pair = Pair(got, want, difference, keys, call, own, case, slot)
        if loose and (call is not None or keys[:-1] != loose[0].keys[:-1]):
            yield from _gathered(loose)
            loose = []
        if call is None and keys and isinstance(keys[-1], int):
            loose.append(pair)
        else:
            yield pair
        if difference is not None and isinstance(want, np.ndarray) and want.ndim and isinstance(got, np.ndarray):
            earlier[fingerprint(want)] = got
    yield from _gathered(loose)


def _gathered(pairs: list[Pair]) -> list[Pair]:
    """Numbers in a list, of which none is known to come from a call of its own, as one vector."""
    values = [pair.arrays for pair in pairs]
    if len(pairs) < 3 or any(one is None or one[0].ndim or one[1].ndim for one in values):
        return pairs
    if any(isinstance(pair.want, bool) or isinstance(pair.got, bool) for pair in pairs):
        return pairs  # truth values are no vector
    got, want = (np.array([one[side] for one in values if one]) for side in (0, 1))
    difference = next((pair.difference for pair in pairs if pair.difference is not None), None)
    first = pairs[0]
    return [Pair(got, want, difference, first.keys[:-1], None, {}, first.case, first.slot[:-1])]


def _own(call: CallRecord, earlier: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that were results of earlier calls: where these were wrong, the student's call had other ones."""
    arrays = {name: value for name, value in call.inputs.items() if isinstance(value, np.ndarray) and value.ndim}
    found = {name: earlier.get(fingerprint(value)) for name, value in arrays.items()}
    return {name: value for name, value in found.items() if value is not None and value.shape == arrays[name].shape}


class _Calls:
    """Which call of the reference has returned a value."""

    def __init__(self, wanted: Observation) -> None:
        self.count = len(wanted.calls)
        self.names = [call.label.partition("(")[0] for call in wanted.calls]
        self.known: dict[str, list[tuple[int, int]]] = {}
        for number, call in enumerate(wanted.calls):
            for place, digest in enumerate(call.result.split()):
                self.known.setdefault(digest, []).append((number, place))
        top = wanted.value
        keys = list(top) if isinstance(top, dict) else list(range(len(top))) if isinstance(top, list) else []
        self.by_key = {key: number for number, key in enumerate(keys)} if len(keys) == self.count else {}

    def of(self, want: Any, keys: tuple[str | int, ...]) -> tuple[int | None, tuple[object, ...]]:
        """The number of the call, and the slot: which of its values; in the order of the calls where several agree."""
        if isinstance(want, _NUMERIC) and not (type(want) is int and want.bit_length() > 63):
            waiting = self.known.get(fingerprint(np.asarray(want)), [])
            if waiting:
                number, place = waiting.pop(0) if len(waiting) > 1 else waiting[0]
                return number, (self.names[number], place)
        if self.count == 1:
            return 0, keys
        if keys and keys[0] in self.by_key:
            return self.by_key[keys[0]], keys[1:]
        return None, tuple(key for key in keys if isinstance(key, int))


Leaf = tuple[tuple[str | int, ...], Any, Any, Difference | None]


def _leaves(seen: Any, want: Any, how: Comparison, keys: tuple[str | int, ...]) -> Iterator[Leaf]:
    """Every value that is compared as a whole; where the nesting is another one, what stands there."""
    if isinstance(want, dict) and isinstance(seen, dict) and set(want) == set(seen) and len(keys) < 8:
        for key, value in want.items():
            inner = how.get(key, Tolerance()) if isinstance(how, Mapping) else how
            yield from _leaves(seen[key], value, inner, (*keys, key))
    elif isinstance(want, list) and isinstance(seen, (list, tuple)) and len(want) == len(seen) and len(keys) < 8:
        for number, (one, other) in enumerate(zip(seen, want, strict=True)):
            yield from _leaves(one, other, how, (*keys, number))
    else:
        yield keys, seen, want, compare(seen, want, how)
