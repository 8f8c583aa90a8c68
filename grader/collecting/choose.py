"""Which of several files of one student is the work that counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final

from grader.collecting.archives import ARCHIVES
from grader.collecting.entries import Handed
from grader.submission import SUFFIXES

_AGAIN: Final = re.compile(r"(?P<base>.*?)(?:-(\d{1,3})|_(\d{1,3})| ?\((\d{1,3})\))", re.DOTALL | re.ASCII)
_NEVER: Final = datetime(1, 1, 2, tzinfo=UTC)
_ANY: Final = "|".join(re.escape(one) for one in sorted((*SUFFIXES, *ARCHIVES), key=len, reverse=True))
_SUFFIX: Final = re.compile(f"(?:{_ANY})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """The file that counts, by what it was chosen, and the others; unsure where only the name decided."""

    chosen: Handed
    others: tuple[Handed, ...]
    why: str
    attempt: int
    unsure: bool


def attempt_of(name: str, assignment: str) -> int | None:
    """How often a platform or browser has seen a file of the assignment's name: 0 for the first; None for others."""
    stem, number = _SUFFIX.sub("", name), 0
    for _ in range(3):
        if _plain(stem) == _plain(assignment):
            return number
        match = _AGAIN.fullmatch(stem)
        if not match:
            return None
        number = number or int(next(filter(None, match.groups()[1:])))
        stem = match["base"]
    return None


def _plain(name: str) -> str:
    return re.sub(r"[-_ ]+", "_", name.strip()).casefold()


def is_work(name: str) -> bool:
    """Whether a file is one that can be graded."""
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def choose(files: Sequence[Handed], assignment: str) -> Choice | None:
    """The file of the assignment's name, else any: the newest, then the one of the highest number, then by name."""
    candidates = [one for one in files if is_work(one.path[-1])]
    named = [one for one in candidates if _attempt(one, assignment) is not None]
    pool = named or candidates
    if not pool:
        return None
    order = sorted(pool, key=lambda one: (_rank(one, assignment), len(one.path) * -1, one.path))
    best = order[-1]
    others = tuple(one for one in files if one is not best)
    if len(pool) == 1:
        why, unsure = "", False
    else:
        mine, next_best = _rank(best, assignment), _rank(order[-2], assignment)
        reasons = ("the newest", "the newest in its archive", "the highest number", "the last by name")
        place = next((at for at, pair in enumerate(zip(mine, next_best, strict=True)) if pair[0] != pair[1]), 3)
        # of two files of one moment, or of names that say nothing, a person knows more
        why, unsure = f"{reasons[place]} of {len(pool)}", place in (1, 3) or not named
    return Choice(best, others, why, _attempt(best, assignment) or _number(best), unsure)


def _rank(one: Handed, assignment: str) -> tuple[datetime, datetime, int]:
    own = one.entry.time if one.entry.time and one.handed_in else None
    return one.handed_in or _NEVER, own or _NEVER, _attempt(one, assignment) or _number(one)


def _attempt(one: Handed, assignment: str) -> int | None:
    """By its name; what is in an archive is as often handed in as the archive."""
    numbers = [attempt_of(part, assignment) for part in one.path]
    if numbers[-1] is None:
        return None
    return max(number for number in numbers if number is not None)


def _number(one: Handed) -> int:
    match = _AGAIN.fullmatch(_SUFFIX.sub("", one.path[-1]))
    return int(next(filter(None, match.groups()[1:]))) if match else 0
