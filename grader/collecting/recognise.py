"""Which platform a download is from, told by its names; and how many folders are around it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from grader.collecting import canvas, github, gradescope, moodle, nbgrader
from grader.collecting.archives import Download, is_archive
from grader.collecting.choose import attempt_of
from grader.collecting.entries import Entry
from grader.submission import SUFFIXES


class Kind(Enum):
    """Where a download is from."""

    moodle = "moodle"
    canvas = "canvas"
    gradescope = "gradescope"
    nbgrader = "nbgrader"
    github = "github"
    flat = "flat"


NAMES: Final = {
    Kind.moodle: "Moodle's “download all submissions”",
    Kind.canvas: "Canvas's “download submissions”",
    Kind.gradescope: "a Gradescope export",
    Kind.nbgrader: "an nbgrader tree",
    Kind.github: "GitHub Classroom repositories",
    Kind.flat: "a file or a folder a student",
}
Parts = tuple[str, ...]


class Layout(NamedTuple):
    """What a download is, why, and how many folders are around what the platform made."""

    kind: Kind
    why: str
    root: int


def recognise(download: Download, entries: Sequence[Entry], assignment: str, wanted: Kind | None) -> Layout:
    """The platform that the names are of; the one that was named, at the depth where it fits."""
    names = [entry.parts for entry in entries]
    roots = _roots(names)
    for kind in [wanted] if wanted else list(Kind):
        for root in roots:
            why = _reasons(kind, [parts[root:] for parts in names], names[0][:root], download, assignment)
            if why:
                root += why.startswith("submitted/")
                return Layout(kind, "you said so" if wanted else why, root)
    if wanted and wanted is not Kind.flat:
        return Layout(wanted, "you said so", 0)
    return Layout(Kind.flat, "you said so" if wanted else "no platform's names", _flat_root(names, assignment))


def _roots(names: Sequence[Parts]) -> list[int]:
    """So many folders may be around: those that all names begin with."""
    roots = [0]
    while all(len(parts) > roots[-1] + 1 and parts[roots[-1]] == names[0][roots[-1]] for parts in names):
        roots.append(roots[-1] + 1)
    return roots


def _reasons(kind: Kind, names: Sequence[Parts], above: Parts, download: Download, assignment: str) -> str:
    tops = {parts[0]: len(parts) > 1 for parts in names}
    folders = [top for top, folder in tops.items() if folder]
    if kind is Kind.gradescope and (gradescope.METADATA,) in names:
        return f"there is a {gradescope.METADATA}"
    if kind is Kind.moodle:
        return _most([bool(moodle.PATTERN.fullmatch(top)) for top in tops], "are named …_<number>_assignsubmission_…")
    if kind is Kind.canvas:
        return _most([bool(canvas.match(top)) for top in tops], "are named name_<user id>_<submission id>_…")
    if kind is Kind.nbgrader:
        if tops.get("submitted"):
            return "submitted/<student>/<assignment>/"
        if any(len(parts) == 3 and parts[2] == nbgrader.TIMESTAMP for parts in names):
            return f"there is <student>/<assignment>/{nbgrader.TIMESTAMP}"
        own = {parts[0] for parts in names if len(parts) > 2 and parts[1] == assignment}
        return _most([folder in own for folder in folders], f"folders hold a folder {assignment}") if folders else ""
    if kind is Kind.github:
        repositories = [(*above, folder) in download.repositories for folder in folders]
        if any(repositories) and 2 * sum(repositories) >= len(folders):
            return f"{sum(repositories)} of {len(folders)} folders are git repositories"
        if len(folders) > 1 and github.prefix_of(folders, assignment).lower().startswith(
            assignment.lower().replace("_", "-") + "-"
        ):
            return f"all folders are named {github.prefix_of(folders, assignment)}<username>"
    return ""


def _most(fits: Sequence[bool], words: str) -> str:
    return f"{sum(fits)} of {len(fits)} {words}" if 2 * sum(fits) >= len(fits) and any(fits) else ""


def _flat_root(names: Sequence[Parts], assignment: str) -> int:
    """The folder whose files and folders are the students'; a single folder that holds the work is a student's own."""
    for root in _roots(names):
        inside = [parts[root:] for parts in names]
        if len({parts[0] for parts in inside}) > 1 or len(inside[0]) == 1:
            return root
        files = [parts[1] for parts in inside if len(parts) == 2]
        work = [name for name in files if PurePosixPath(name).suffix.lower() in SUFFIXES or is_archive(name)]
        if len(work) == 1 or any(attempt_of(name, assignment) is not None for name in work):
            return root
    return _roots(names)[-1]
