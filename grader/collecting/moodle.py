"""Moodle's "download all submissions": a folder or a file a student, ``Full Name_<id>_assignsubmission_file_…``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from grader.collecting.entries import Entry, Handed, Note, Weight

# The first number counts: names hold no underscore before it, while a student may name a file at will.
PATTERN: Final = re.compile(
    r"(?P<name>.*?)_(?P<id>[0-9]+)_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<rest>.*))?", re.DOTALL
)


def hand_ins(entries: Sequence[Entry], root: int, notes: list[Note]) -> list[Handed]:
    """Who handed in which file; the id is the participant's number."""
    found, typed = [], {}
    for entry in entries:
        first, *within = entry.parts[root:]
        match = PATTERN.fullmatch(first)
        if not match:
            notes.append(Note("look", entry.shown, "not named as Moodle names what students hand in"))
            continue
        if match["kind"] == "onlinetext":
            typed[match["id"]] = entry.shown
            continue
        path = tuple(part for part in (match["rest"] or "", *within) if part)
        if not path:
            notes.append(Note("look", entry.shown, "not named as Moodle names what students hand in"))
            continue
        name = re.sub(r"__.*", "", match["name"]).strip()
        found.append(Handed(match["id"], name, entry, path, entry.time, entry.time_from, original=entry.shown))
    files = {one.student_id for one in found}
    for student, shown in typed.items():
        weight: Weight = "aside" if student in files else "look"
        notes.append(Note(weight, shown, "a text typed into Moodle, not a file"))
    return found
