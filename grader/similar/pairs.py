"""All pairs of a class that share code which few others have, from an inverted index of their fingerprints.

A fingerprint counts the more the fewer students have it (its weight is the logarithm of one in how many): what many
wrote alike, such as the two or three natural ways of a short part, adds next to nothing. Whoever has the same code
down to the names is compared once, so neither a large class nor a short assignment makes a pair of everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from grader.similar.fingerprints import Fingerprint, Hashes

IDENTICAL: Final = "identical"
RENAMED: Final = "renamed"
SIMILAR: Final = "similar"
SHORT: Final = "short"
KINDS: Final = (IDENTICAL, RENAMED, SIMILAR, SHORT)

LARGEST_SET: Final = 5  # more students with the same code are a group rather than so many pairs
SHORT_CODE: Final = 60  # tokens, about five lines: less can be the same by chance
_MOST_PAIRS: Final = 20_000  # reported; nobody reads more
_PARTNERS: Final = 25  # of each student, the closest ones
_EVIDENCE: Final = 40.0  # the weight of what is shared that a score counts half at: ten rare runs or so
_SHARED_PART: Final = 0.5  # of a part's weight
_PRODUCTS: Final = (
    400_000_000  # so many are made at most; the most common fingerprints are left out of the search first
)
_BLOCK: Final = 4_000_000  # entries of a table in memory


@dataclass(frozen=True, slots=True)
class Pair:
    """Two students whose work a person should look at; the first one's id is the smaller."""

    first: str
    second: str
    kind: str
    score: float
    """From 0 to 1: how much of the weight of the one with less is the other's too, less where that is little."""
    parts: tuple[str, ...]
    """The parts of which the two share more than half."""
    others: tuple[str, ...] = ()
    """Who else has the same code as these two, where the pair stands for a group."""


@dataclass(frozen=True, slots=True)
class Group:
    """Many students who have the same code but for names; where it is short, by chance most likely."""

    students: tuple[str, ...]
    kind: str
    tokens: int


class Weights:
    """How rare each fingerprint is in a class."""

    def __init__(self, prints: Sequence[Fingerprint]) -> None:
        every = np.concatenate([one.hashes for one in prints]) if prints else np.zeros(0, np.uint64)
        self.students = len(prints)
        self.hashes, self.counts = np.unique(every, return_counts=True)
        self._weights = np.log((self.students + 1) / self.counts)

    def of(self, hashes: Hashes) -> float:
        """The weight of some fingerprints of the class together."""
        return float(self._weights[self.columns(hashes)].sum())

    def columns(self, hashes: Hashes) -> NDArray[np.int64]:
        return np.searchsorted(self.hashes, hashes)

    def rare(self, hashes: Hashes) -> Hashes:
        """Those that so few students have that to share one says something."""
        few: NDArray[np.bool_] = self.counts[self.columns(hashes)] <= max(2.0, self.students**0.5)
        return hashes[few]

    def table(self, prints: Sequence[Fingerprint]) -> sparse.csr_array:
        """A row a student, a column a fingerprint; a product of two rows is the weight of what they share."""
        columns = np.concatenate([self.columns(one.hashes) for one in prints])
        ends = np.cumsum([0, *(len(one.hashes) for one in prints)])
        values = np.sqrt(self._weights[columns])
        return sparse.csr_array((values, columns, ends), shape=(len(prints), len(self.hashes)))


def compare(prints: Mapping[str, Fingerprint], min_score: float) -> tuple[list[Pair], list[Group], Weights]:
    """The pairs of a class, the closest first, its groups of the same code, and what was rare in it."""
    students = sorted(prints)
    weights = Weights([prints[one] for one in students])
    same: dict[bytes, list[str]] = {}
    for student in students:
        same.setdefault(prints[student].renamed, []).append(student)
    sets = list(same.values())
    found = [pair for one in sets if 1 < len(one) <= LARGEST_SET for pair in _within(one, prints, weights)]
    groups = [_group(one, prints) for one in sets if len(one) > LARGEST_SET]
    for group in groups:
        if group.kind != SHORT:
            first, second, *others = group.students
            found.append(Pair(first, second, group.kind, 1.0, (), tuple(others)))
    for left, right, score in _between([prints[one[0]] for one in sets], weights, min_score):
        for one, other in product(_shown(sets[left]), _shown(sets[right])):
            low, high = sorted((one, other))
            found.append(Pair(low, high, SIMILAR, score, ()))
    kept = sorted((pair for pair in found if pair.score >= min_score), key=_order)[:_MOST_PAIRS]
    groups.sort(key=lambda group: (group.tokens < SHORT_CODE, -len(group.students), group.students))
    return [_with_parts(pair, prints, weights) for pair in kept], groups, weights


def _order(pair: Pair) -> tuple[int, float, str, str]:
    tier = 2 if pair.kind == SHORT else KINDS.index(pair.kind)
    return tier, -pair.score, pair.first, pair.second


def _score(shared: float, smaller: float) -> float:
    """Little that is shared is weak evidence, even where it is all that there is."""
    return round(shared / smaller * shared / (shared + _EVIDENCE), 4) if shared > 0 else 0.0


def _within(students: Sequence[str], prints: Mapping[str, Fingerprint], weights: Weights) -> Iterator[Pair]:
    """The pairs of a few students who have the same code but for names."""
    for first, second in combinations(students, 2):
        one, other = prints[first], prints[second]
        if one.tokens < SHORT_CODE:
            shared = weights.of(one.hashes)
            yield Pair(first, second, SHORT, _score(shared, shared), ())
        else:
            yield Pair(first, second, IDENTICAL if one.spelled == other.spelled else RENAMED, 1.0, ())


def _group(students: Sequence[str], prints: Mapping[str, Fingerprint]) -> Group:
    tokens = prints[students[0]].tokens
    alike = len({prints[one].spelled for one in students}) == 1
    kind = SHORT if tokens < SHORT_CODE else IDENTICAL if alike else RENAMED
    return Group(tuple(students), kind, tokens)


def _shown(students: list[str]) -> list[str]:
    """Of a large group one stands for all."""
    return students if len(students) <= LARGEST_SET else students[:1]


def _between(prints: Sequence[Fingerprint], weights: Weights, min_score: float) -> Iterator[tuple[int, int, float]]:
    """Who shares how much, for the closest of each; the smaller number first."""
    if len(prints) < 2 or not len(weights.hashes):
        return
    table = weights.table(prints)
    total = np.asarray(table.multiply(table).sum(axis=1)).ravel()
    searched = _searched(table)
    transposed = searched.T.tocsc()
    rows = max(1, _BLOCK // len(prints))
    close: list[NDArray[np.int64]] = []
    for start in range(0, len(prints), rows):
        block = (searched[start : start + rows] @ transposed).tocsr()
        for number in range(block.shape[0]):
            own = slice(block.indptr[number], block.indptr[number + 1])
            close.append(_closest(start + number, block.indices[own], block.data[own], total))
    pairs = np.unique(np.concatenate(close), axis=0)
    for start in range(0, len(pairs), rows):
        part = pairs[start : start + rows]
        shared = np.asarray(table[part[:, 0]].multiply(table[part[:, 1]]).sum(axis=1)).ravel()
        smaller = np.minimum(total[part[:, 0]], total[part[:, 1]])
        for (first, second), own, least in zip(part.tolist(), shared.tolist(), smaller.tolist(), strict=True):
            score = min(_score(own, least), 0.9999) if least else 0.0
            if score >= min_score and score:
                yield first, second, score


def _searched(table: sparse.csr_array) -> sparse.csr_array:
    """The table without what only one has, and without the most common fingerprints where that is too much work."""
    counts = np.bincount(table.indices, minlength=table.shape[1]).astype(np.int64)
    order = np.argsort(counts, kind="stable")
    work = np.cumsum(np.where(counts[order] > 1, counts[order] ** 2, 0))
    kept = order[(counts[order] > 1) & (work <= _PRODUCTS)]
    return table[:, np.sort(kept)]


def _closest(own: int, others: NDArray[np.int32], shared: NDArray[np.float64], total: Hashes) -> NDArray[np.int64]:
    """The pairs of one student with the closest others."""
    smaller = np.minimum(total[own], total[others])
    rank = np.where(others == own, -1.0, shared * shared / ((shared + _EVIDENCE) * np.maximum(smaller, 1e-9)))
    if len(others) > _PARTNERS:
        chosen = np.argsort(-rank, kind="stable")[:_PARTNERS]
        others, rank = others[chosen], rank[chosen]
    others = others[rank > 0].astype(np.int64)
    return np.stack([np.minimum(own, others), np.maximum(own, others)], axis=1)


def _with_parts(pair: Pair, prints: Mapping[str, Fingerprint], weights: Weights) -> Pair:
    one, other = prints[pair.first], prints[pair.second]
    found = []
    for part, own in one.parts.items():
        theirs = other.parts.get(part)
        if theirs is not None and own.size and theirs.size:
            shared = weights.of(np.intersect1d(own, theirs, assume_unique=True))
            if shared > _SHARED_PART * max(weights.of(own), weights.of(theirs)):
                found.append(part)
    return replace(pair, parts=tuple(found))
