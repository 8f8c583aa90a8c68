"""GitHub Classroom: a folder of repositories ``<assignment>-<username>/``, or the same as a zip."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from grader.collecting.commits import commit_clock
from grader.collecting.entries import Entry, Handed, Note
from grader.collecting.legible import student_id

FROM: Final = "git commit"


def prefix_of(folders: Iterable[str], assignment: str) -> str:
    """What the repositories' names begin with before the username: the assignment as GitHub writes it, else what all
    begin with; nothing where that is nothing.
    """
    names = sorted(folders)
    slug = _slug(assignment) + "-"
    if names and all(_slug(name).startswith(slug) and len(name) > len(slug) for name in names):
        return names[0][: len(slug)]
    common = _beginning(names[0], names[-1]) if len(names) > 1 else ""
    return common[: common.rfind("-") + 1]


def _beginning(one: str, other: str) -> str:
    """What two names begin with; of the first and the last of many in order, what all begin with."""
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(letter for letter, _ in same)


def _slug(name: str) -> str:
    return name.lower().replace("_", "-").replace(" ", "-")


def hand_ins(
    entries: Sequence[Entry],
    root: int,
    assignment: str,
    repositories: Mapping[tuple[str, ...], Path | None],
    notes: list[Note],
) -> list[Handed]:
    """Who handed in which file; the id is the username."""
    folders = {entry.parts[root] for entry in entries if len(entry.parts) > root + 1}
    prefix = prefix_of(folders, assignment)
    if not prefix:
        notes.append(Note("look", "", "the repositories' names do not begin alike: their whole names are the ids"))
    moments: dict[str, tuple[datetime | None, str]] = {}
    found = []
    with commit_clock() as clock:
        for entry in entries:
            first, *path = entry.parts[root:]
            if not path:
                notes.append(Note("aside", entry.shown, "not in a repository"))
                continue
            if first not in moments:
                repository = repositories.get(entry.parts[: root + 1])
                when = clock.time_of(repository) if repository else None
                moments[first] = when, "" if when else "no time of a commit"
            when, remark = moments[first]
            time, time_from = (when, FROM) if when else (entry.time, entry.time_from)
            student = student_id(first[len(prefix) :])
            found.append(Handed(student, "", entry, tuple(path), time, time_from, False, remark, entry.shown))
    return found
