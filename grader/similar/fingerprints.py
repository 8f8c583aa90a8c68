"""A submission's fingerprints: hashes of short runs of tokens, thinned out by winnowing.

Two runs are alike when one becomes the other by renaming its variables (Baker's parameterised matching: a variable is
told by how many tokens ago it last appeared). Winnowing is copydetect's, as are the slices that a page shows; its
tokenizer calls ``tf.argmax`` and ``tf.argmin`` the same, its hashes differ from process to process, and its detector
compares all pairs, so these three are our own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from copydetect.utils import winnow
from numpy.typing import NDArray

from grader.similar.own_code import Piece, Stub, by_part
from grader.similar.tokens import VARIABLE, Token, renamed_digest, spelled_digest, symbol_hash

RUN: Final = 8  # tokens: about one expression; a match of fewer says nothing
WINDOW: Final = 4  # of so many runs one after another at least one is kept, so a match of 11 tokens is never missed
_BITS: Final = 53  # winnowing compares floats: as many bits as one holds exactly
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One submission's own code in a few hundred numbers; what it is compared by."""

    hashes: Hashes
    """Each once, sorted."""
    parts: dict[str, Hashes]
    """For each part those of its own code and of the helpers that it uses."""
    tokens: int
    spelled: bytes
    """The digest of the code word for word; of a part in whatever order."""
    renamed: bytes
    """The same with all names made alike."""


def fingerprint(pieces: Sequence[Piece], parts: Sequence[str], given: Hashes) -> Fingerprint:
    """The fingerprints of a submission's pieces, without those given; the pieces' order makes no difference."""
    kept = [np.setdiff1d(_winnowed(runs), given) for runs in run_hashes([piece.code for piece in pieces])]
    return Fingerprint(
        np.unique(np.concatenate(kept)),
        {part: np.unique(np.concatenate([kept[i] for i in own])) for part, own in by_part(pieces, parts).items()},
        sum(len(piece.code) for piece in pieces),
        _of_all(spelled_digest(piece.code) for piece in pieces),
        _of_all(renamed_digest(piece.code) for piece in pieces),
    )


def given_hashes(stub: Stub) -> Hashes:
    """What the stub's own code looks like: nobody has it from anybody else."""
    found = run_hashes([code for code in stub.code if len(code) >= RUN])
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.uint64)


def run_hashes(codes: Sequence[Sequence[Token]]) -> list[Hashes]:
    """For each piece of code the hashes of its runs of RUN tokens, in order; of a shorter one that of it all."""
    symbols: list[int] = []
    since: list[int] = []
    begins = []
    for code in codes:
        begins.append(len(symbols))
        last: dict[str, int] = {}
        for position, (symbol, spelled, _) in enumerate(code):
            symbols.append(symbol_hash(symbol))
            if symbol == VARIABLE:
                since.append(position - last.get(spelled, position))
                last[spelled] = position
            else:
                since.append(0)
        filling = max(0, RUN - len(code))  # zeros, which no token has
        symbols += [0] * filling
        since += [0] * filling
    if not symbols:
        return []
    found = _hashed(np.array(symbols, np.uint64), np.array(since, np.int64))
    runs = [max(1, len(code) - RUN + 1) for code in codes]
    return [found[begin : begin + number] for begin, number in zip(begins, runs, strict=True)]


def _hashed(symbols: Hashes, since: NDArray[np.int64]) -> Hashes:
    """The hashes of all runs; ``since`` is how many tokens ago a variable appeared last, 0 where it did not."""
    number = len(symbols) - RUN + 1
    found = np.zeros(number, np.uint64)
    for column in range(RUN):
        distances = since[column : column + number]
        inside = np.where(distances <= column, distances, 0).astype(np.uint64)
        found = _mixed(found ^ symbols[column : column + number] ^ inside * _MULTIPLIER)
    return found >> np.uint64(64 - _BITS)


def _mixed(values: Hashes) -> Hashes:
    """The bits of each number spread over all of it (the end of splitmix64)."""
    values = (values + _MULTIPLIER) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _winnowed(hashes: Hashes) -> Hashes:
    if len(hashes) <= WINDOW:
        return hashes[np.argmin(hashes)][np.newaxis] if len(hashes) < WINDOW else hashes
    kept, _ = winnow(hashes, WINDOW)
    return np.asarray(kept, np.uint64)


def _of_all(digests: Iterable[bytes]) -> bytes:
    return hashlib.blake2b(b"".join(sorted(digests)), digest_size=16).digest()
