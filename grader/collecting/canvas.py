"""Canvas's "download submissions": files ``lastfirst_LATE_<user id>_<submission id>_name.ipynb``, no folders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from grader.collecting.entries import Entry, Handed, Note, Weight

# The first two numbers count: the name holds no underscore before them, while a student may name a file at will.
PATTERN: Final = re.compile(
    r"(?:(?P<name>(?!LATE_|[0-9]+_)[^_]+(?:_(?!LATE_|[0-9]+_)[^_]*)*)?_)?"
    r"(?:(?P<late>LATE)_)?(?P<id>[0-9]+)_[0-9]+_(?P<rest>.+)",
    re.DOTALL,
)
ANONYMOUS: Final = re.compile(r"anon_(?:(?P<late>LATE)_)?(?P<id>[0-9A-Za-z]{5})_[0-9]+_(?P<rest>.+)", re.DOTALL)
_TYPED: Final = re.compile(r"[^_]*_(?:LATE_)?(?P<id>[0-9]+)_(?:text|link|url)\.html", re.DOTALL)


def match(first: str) -> re.Match[str] | None:
    """A name as Canvas gives it, its parts told apart."""
    return ANONYMOUS.fullmatch(first) or PATTERN.fullmatch(first)


def hand_ins(entries: Sequence[Entry], root: int, notes: list[Note]) -> list[Handed]:
    """Who handed in which file; the id is the user's number, the name as far as Canvas leaves it."""
    found, typed = [], {}
    for entry in entries:
        first, *within = entry.parts[root:]
        one = match(first)
        if not one:
            if other := _TYPED.fullmatch(first):
                typed[other["id"]] = entry.shown
            else:
                notes.append(Note("look", entry.shown, "not named as Canvas names files"))
            continue
        late = bool(one["late"])
        name = one.groupdict().get("name") or ""
        path = (one["rest"], *within)
        found.append(Handed(one["id"], name, entry, path, entry.time, entry.time_from, late, original=entry.shown))
    files = {one.student_id for one in found}
    for student, shown in typed.items():
        weight: Weight = "aside" if student in files else "look"
        notes.append(Note(weight, shown, "a text or link typed into Canvas, not a file"))
    return found
