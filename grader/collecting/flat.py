"""No platform's export: ``<student>.py|.ipynb``, an archive a student, or a folder a student."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from grader.collecting.archives import is_archive, without_suffix
from grader.collecting.entries import Entry, Handed, Note
from grader.collecting.legible import student_id
from grader.submission import SUFFIXES

_BROWSERS: Final = re.compile(r"(?P<base>.+?) ?\((?P<number>[0-9]{1,3})\)", re.DOTALL)
_PLATFORMS: Final = re.compile(r"(?P<base>.+)[-_](?P<number>[0-9]{1,3})", re.DOTALL)


def hand_ins(entries: Sequence[Entry], root: int, assignment: str, notes: list[Note]) -> list[Handed]:
    """Who handed in which file; the id is the name of the file, the archive or the folder."""
    stems = {_stem(entry.parts[root:]) for entry in entries}
    found = []
    for entry in entries:
        first, *within = entry.parts[root:]
        stem = _stem(entry.parts[root:])
        if stem is None:
            notes.append(Note("aside", entry.shown, "neither a .py nor an .ipynb"))
            continue
        base, number = stem, ""
        if within and not is_archive(first):
            path: tuple[str, ...] = tuple(within)
        else:
            # `student-1` may well be an id; it is student's second file only where there is a first
            match = _BROWSERS.fullmatch(stem) or _PLATFORMS.fullmatch(stem)
            if match and (match["base"] in stems or match.re is _BROWSERS):
                base, number = match["base"], f"-{match['number']}"
            # so that it is found as the assignment's, in the order of its number
            suffix = first[len(stem) :]
            path = (f"{assignment}{number}{suffix}", *within)
        found.append(Handed(student_id(base), "", entry, path, entry.time, entry.time_from, original=entry.shown))
    return found


def _stem(parts: Sequence[str]) -> str | None:
    """What a student's files, archive or folder are called; None where it is neither."""
    first = parts[0]
    if is_archive(first):
        return without_suffix(first)
    if len(parts) > 1:
        return first
    path = PurePosixPath(first)
    return first[: -len(path.suffix)] if path.suffix.lower() in SUFFIXES else None
