"""Solutions whose result is known beforehand.

reference/<name>/right/*.py|.ipynb   whole solutions; each must get full points
reference/<name>/wrong/*.py          only what differs from the reference, appended to it when graded; the first
                                     line names what must be lost: `# loses: part, part`, the second one the
                                     diagnosis that the mistake should get, where there is one: `# diagnosis: kind`
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course import Assignment
from grader.diagnose import HINTS
from grader.errors import CourseError, near
from grader.rules import definitions_only, parts_that_use
from grader.submission import SUFFIXES, Submission, Unreadable, parse_submission


@dataclass(frozen=True, slots=True)
class Specimen:
    """A solution whose result is known beforehand."""

    name: str
    kind: str
    """`reference`, `stub`, `right` or `wrong`."""
    submission: Submission
    loses: frozenset[str]
    parts: frozenset[str]
    """Those that have to be graded: the others are the reference's own, word for word."""
    diagnoses: frozenset[str] = frozenset()
    """Of a wrong solution: the kinds of mistake that its diagnosis may name; without one it must get none."""


def specimens(assignment: Assignment) -> list[Specimen]:
    """The reference, the stubs, every right and every wrong solution.

    Raises:
        CourseError: one of them cannot be read or names no part.
    """
    folder, name = assignment.reference_folder, assignment.name
    reference = _read(assignment.reference_file)
    everything = frozenset(assignment.parts)
    found = [_specimen("reference", "reference", reference, ".py", name, everything)]
    for suffix in SUFFIXES:
        stub = assignment.folder / f"{name}{suffix}"
        if stub.is_file():
            found.append(_specimen(f"stub{suffix}", "stub", _read(stub), suffix, name, everything, everything))
    for path in sorted((folder / "right").glob("*")):
        if path.suffix in SUFFIXES:
            found.append(_specimen(f"right/{path.name}", "right", _read(path), path.suffix, name, everything))
    for path in sorted((folder / "wrong").glob("*.py")):
        own = _read(path)
        _refuse_unparsable(path, own)
        loses = _named_parts(path, own, everything)
        diagnoses = _named_diagnoses(path, own)
        content = reference + b"\n\n\n" + own
        specimen = _specimen(f"wrong/{path.name}", "wrong", content, ".py", name, everything, loses)
        parts = _touched(specimen.submission, own, everything)
        found.append(replace(specimen, parts=parts, diagnoses=diagnoses))
    return found


def parts_of(submission: Submission, where: str, parts: frozenset[str]) -> frozenset[str]:
    """The parts that a change in the function or class of this name can reach; all, where it is in none."""
    return frozenset(parts_that_use(submission, frozenset({where.partition(".")[0]}), parts)) if where else parts


def _refuse_unparsable(path: Path, own: bytes) -> None:
    try:
        ast.parse(own)
    except (SyntaxError, ValueError) as error:
        line = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        raise CourseError(f"{path}{line}: not Python: {getattr(error, 'msg', error)}") from None


def _touched(submission: Submission, own: bytes, parts: frozenset[str]) -> frozenset[str]:
    """The parts that what is appended to the reference can change."""
    names = definitions_only(ast.parse(own))
    return parts if names is None else frozenset(parts_that_use(submission, names, parts))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from None


def _specimen(
    label: str,
    kind: str,
    content: bytes,
    suffix: str,
    name: str,
    parts: frozenset[str],
    loses: frozenset[str] = frozenset(),
) -> Specimen:
    try:
        return Specimen(label, kind, parse_submission(content, suffix, name), loses, parts)
    except Unreadable as error:
        raise CourseError(f"{name}: {label}: {error}") from None


def _named_parts(path: Path, content: bytes, parts: frozenset[str]) -> frozenset[str]:
    first = content.decode("utf-8", "replace").partition("\n")[0]
    if not first.startswith("# loses:"):
        raise CourseError(f"{path}: the first line names no parts; `# loses: part, part` would be right")
    named = frozenset(part.strip() for part in first.removeprefix("# loses:").split(",") if part.strip())
    if not named or named - parts:
        raise CourseError(f"{path}: `{first}`: names of parts ({', '.join(sorted(parts))}) would be right")
    return named


def _named_diagnoses(path: Path, content: bytes) -> frozenset[str]:
    """The kinds of mistake that the second line names."""
    line = (*content.decode("utf-8", "replace").split("\n", 2), "", "")[1]
    if not line.startswith("# diagnosis:"):
        return frozenset()
    named = frozenset(kind.strip() for kind in line.removeprefix("# diagnosis:").split(","))
    for kind in sorted(named - set(HINTS)):
        raise CourseError(f"{path}: `{line}`: there is no kind of mistake {kind!r}{near(kind, HINTS)}")
    return named
