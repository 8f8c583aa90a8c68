"""The page of similar work: one file, no script, nothing from elsewhere; each pair part by part, side by side.

What students wrote, their names included, is text here: the template escapes it, and the page may load nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np
from copydetect.utils import get_copied_slices
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from grader.errors import printable
from grader.similar.fingerprints import RUN, Hashes, run_hashes
from grader.similar.own_code import Piece
from grader.similar.pairs import IDENTICAL, RENAMED, SHORT, SIMILAR, Group, Pair, Weights
from grader.similar.tokens import Token
from grader.submission import Submission

RARE: Final = "rare"
COMMON: Final = "common"
WORDS: Final = {
    IDENTICAL: "the same code, word for word; comments, layout and order aside",
    RENAMED: "the same code with other names",
    SIMILAR: "shares code that few others have",
    SHORT: "the same code, but so short that two may write it alike",
}
_OTHER_CODE: Final = "helpers and other code"
_NOTHING: Final = np.zeros(0, np.uint64)
_KEPT_APART: Final = 12  # lines without a match in a row that are all shown
_CONTEXT: Final = 4
_LONGEST_LINE: Final = 400  # characters
_MOST_LINES: Final = 3000  # of one side


class Line(NamedTuple):
    """A line of a submission as it is shown; of a gap `number` is 0."""

    number: int
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Work:
    """A submission of which a pair is shown, and what in it is its author's own."""

    submission: Submission
    pieces: Sequence[Piece]


def as_html(
    *,
    title: str,
    facts: Sequence[str],
    pairs: Sequence[Pair],
    groups: Sequence[Group],
    skipped: Sequence[tuple[str, str]],
    shown: Sequence[tuple[Pair, Work, Work]],
    parts: Sequence[str],
    weights: Weights,
) -> bytes:
    """The page."""
    folder = files("grader.similar")
    style = folder.joinpath("similar.css").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["name"] = printable
    environment.filters["in_words"] = lambda shared: in_words(shared, parts)
    sides = {pair: _compared(pair, one, other, parts, weights) for pair, one, other in shown}
    page = environment.from_string(folder.joinpath("similar.html").read_text(encoding="utf-8")).render(
        title=title,
        facts=facts,
        pairs=pairs,
        groups=groups,
        skipped=skipped,
        sides=sides,
        words=WORDS,
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    return page.encode("utf-8")


def in_words(shared: Sequence[str], parts: Sequence[str]) -> str:
    """Which parts two submissions share: `all parts`, `all but naive_add`, or their names."""
    rest = [part for part in parts if part not in shared]
    if not rest:
        return "all parts"
    return f"all but {', '.join(rest)}" if len(rest) < len(parts) / 3 else ", ".join(shared)


def _compared(pair: Pair, one: Work, other: Work, parts: Sequence[str], weights: Weights) -> list[dict[str, Any]]:
    """The parts that two submissions share, then the others that one has written, then everything else of their own."""
    left, right = ({name: _hashes(pieces) for name, pieces in _by_part(work, parts).items()} for work in (one, other))
    sides = [_lines(one, parts, left, right, weights), _lines(other, parts, right, left, weights)]
    return [
        {"name": name or _OTHER_CODE, "sides": [side.get(name, []) for side in sides]}
        for name in (*sorted(parts, key=lambda part: part not in pair.parts), "")
        if any(name in side for side in sides)
    ]


def _by_part(work: Work, parts: Sequence[str]) -> dict[str, list[Piece]]:
    """The pieces of each part, in the order of the source, and last, under no name, all others."""
    found: dict[str, list[Piece]] = {}
    for piece in work.pieces:
        found.setdefault(piece.owner if piece.owner in parts else "", []).append(piece)
    return {name: found[name] for name in (*parts, "") if name in found}


def _hashes(pieces: Sequence[Piece]) -> Hashes:
    return np.unique(np.concatenate(run_hashes([piece.code for piece in pieces])))


def _lines(
    work: Work, parts: Sequence[str], own: Mapping[str, Hashes], theirs: Mapping[str, Hashes], weights: Weights
) -> dict[str, list[tuple[str, list[Line]]]]:
    """Of each part the stretches of source with their cells, as they are shown.

    A part is compared with the same part and the helpers of the other; what is not in a part, with everything.
    """
    found: dict[str, list[tuple[str, list[Line]]]] = {}
    left = _MOST_LINES
    for name, pieces in _by_part(work, parts).items():
        there = [theirs[one] for one in theirs if not name or one in (name, "")]
        shared = np.intersect1d(np.intersect1d(own[name], np.concatenate([*there, _NOTHING])), weights.hashes)
        marks = _marks(pieces, shared, weights.rare(shared))
        for number in sorted({piece.unit for piece in pieces}):
            unit = work.submission.units[number]
            source = unit.source.split("\n")
            lines = {n for one in pieces if one.unit == number for n in range(one.first, one.last + 1)}
            every = sorted(line for line in lines | _comments_above(lines, source) if line <= len(source))
            shown = _with_gaps(_filled([Line(n, _text(source[n - 1]), marks.get((number, n), "")) for n in every]))
            if len(shown) > left:
                shown = [*shown[:left], Line(0, f"{len(shown) - left} more lines", "")]
            left = max(0, left - len(shown))
            found.setdefault(name, []).append((unit.label, shown))
    return found


def _marks(pieces: Sequence[Piece], shared: Hashes, rare: Hashes) -> dict[tuple[int, int], str]:
    """The lines, by unit and number, of which at least half of the tokens are shared."""
    tokens: dict[tuple[int, int], int] = {}
    covered: dict[tuple[int, int], list[int]] = {}
    for piece in pieces:
        for token in piece.code:
            tokens[piece.unit, token.line] = tokens.get((piece.unit, token.line), 0) + 1
        for position, hashes in enumerate((shared, rare)):
            for token in _covered(piece.code, hashes):
                covered.setdefault((piece.unit, token.line), [0, 0])[position] += 1
    return {
        where: RARE if 2 * few >= tokens[where] else COMMON
        for where, (many, few) in covered.items()
        if 2 * many >= tokens[where]
    }


def _covered(code: Sequence[Token], hashes: Hashes) -> list[Token]:
    """The tokens that lie in runs with one of these hashes."""
    begins = np.flatnonzero(np.isin(run_hashes([code])[0], hashes))
    if not len(begins):
        return []
    slices = get_copied_slices(begins, RUN).astype(int).T.tolist()
    return [token for start, end in slices for token in code[start:end]]


def _comments_above(numbers: set[int], source: Sequence[str]) -> set[int]:
    """The comments right above what is shown: that two are alike is for a person to see."""
    found = set()
    for number in numbers:
        above = number - 1
        while above >= 1 and above not in numbers and source[above - 1].lstrip().startswith("#"):
            if source[above - 1].startswith("# %%"):
                break
            found.add(above)
            above -= 1
    return found


def _filled(lines: Sequence[Line]) -> list[Line]:
    """A line without code, such as a lone bracket, is marked as its two neighbours are, if those agree."""
    found = list(lines)
    after = ""
    for number in range(len(found) - 1, -1, -1):
        line = found[number]
        if line.mark or any(map(str.isalnum, line.text)):
            after = line.mark
        elif after and number and found[number - 1].mark == after:
            found[number] = line._replace(mark=after)
    return found


def _with_gaps(lines: Sequence[Line]) -> list[Line]:
    """The lines without the middle of long stretches in which nothing is shared."""
    found: list[Line] = []
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and bool(lines[end].mark) == bool(lines[start].mark):
            end += 1
        plain = lines[start:end]
        if not lines[start].mark and len(plain) > _KEPT_APART + 2 * _CONTEXT:
            gap = Line(0, f"{len(plain) - 2 * _CONTEXT} more lines without a match", "")
            found += [*plain[:_CONTEXT], gap, *plain[-_CONTEXT:]]
        else:
            found += plain
        start = end
    return found


def _text(line: str) -> str:
    shown = printable(line.expandtabs(4))
    return shown if len(shown) <= _LONGEST_LINE else shown[: _LONGEST_LINE - 1] + "…"
