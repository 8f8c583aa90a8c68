"""nbgrader's tree ``submitted/<student>/<assignment>/``, with the hand-in time in ``timestamp.txt``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from grader.collecting.entries import Budget, Entry, Handed, Note, Refused
from grader.collecting.legible import student_id
from grader.collecting.times import parse
from grader.errors import UsageError, near, printable

TIMESTAMP: Final = "timestamp.txt"
FROM: Final = "nbgrader timestamp"
_LONGEST: Final = 1024


def hand_ins(entries: Sequence[Entry], root: int, assignment: str, budget: Budget, notes: list[Note]) -> list[Handed]:
    """Who handed in which file of this assignment; those of others are left.

    Raises:
        UsageError: nobody handed in this assignment.
    """
    own: list[tuple[str, Entry, tuple[str, ...]]] = []
    moments: dict[str, tuple[datetime | None, str]] = {}
    others: set[str] = set()
    if root:  # of a whole course, not what was released, graded or sent back
        entries = [entry for entry in entries if entry.parts[root - 1] == "submitted"] or entries
    for entry in entries:
        parts = entry.parts[root:]
        if len(parts) < 3:
            notes.append(Note("look", entry.shown, "not in a folder <student>/<assignment>/"))
        elif parts[1].casefold() != assignment.casefold():
            others.add(parts[1])
        elif parts[2:] == (TIMESTAMP,):
            moments[parts[0]] = _moment(entry, budget, notes)
        else:
            own.append((parts[0], entry, parts[2:]))
    if others and not own and not moments:
        raise UsageError(f"nobody handed in {assignment!r}{printable(near(assignment, others))}")
    if others:
        notes.append(Note("aside", "", f"other assignments: {', '.join(sorted(others)[:10])}"))
    found = []
    for student, entry, path in own:
        when, remark = moments.get(student, (None, f"no {TIMESTAMP}"))
        time, time_from = (when, FROM) if when else (entry.time, entry.time_from)
        found.append(Handed(student_id(student), "", entry, path, time, time_from, False, remark, entry.shown))
    return found


def _moment(entry: Entry, budget: Budget, notes: list[Note]) -> tuple[datetime | None, str]:
    try:
        text = entry.read(_LONGEST, budget).decode("utf-8", "replace")
    except Refused as refused:
        notes.append(Note("look", entry.shown, str(refused)))
        return None, f"{TIMESTAMP} cannot be read"
    when = parse(text)
    if when is None:
        notes.append(Note("look", entry.shown, f"no time that can be understood: {text.strip()[:60]!r}"))
        return None, f"{TIMESTAMP} cannot be understood"
    return when, ""
