"""`grade verify`: is the course sound? Reference, stub, other right solutions and known mistakes, all graded.

reference/<name>/right/*.py|.ipynb   whole solutions; each must get full points
reference/<name>/wrong/*.py          only what differs from the reference, appended to it when graded; the first
                                     line names what must be lost: `# loses: part, part`
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.batch import default_workers
from grader.course import Assignment, Course
from grader.errors import CourseError
from grader.grading import Grader, Result
from grader.rules import definitions_only, parts_that_use
from grader.runner import WarmPool
from grader.submission import SUFFIXES, Submission, Unreadable, parse_submission


@dataclass(frozen=True, slots=True)
class Specimen:
    """A solution whose result is known beforehand."""

    name: str
    submission: Submission
    loses: frozenset[str]
    parts: frozenset[str]  # those that have to be graded: the others are the reference's own, word for word


@dataclass(frozen=True, slots=True)
class Finding:
    """What one specimen lost, and what it had to lose."""

    specimen: Specimen
    result: Result
    lost: frozenset[str]

    @property
    def sound(self) -> bool:
        return self.result.status == "graded" and self.lost == self.specimen.loses

    def sentence(self) -> str:
        """What is wrong, with the messages of the checks concerned."""
        if self.result.status != "graded":
            return f"{self.specimen.name}: {self.result.status}: {self.result.message}"
        unfair = sorted(self.lost - self.specimen.loses)
        blind = sorted(self.specimen.loses - self.lost)
        words = [f"keeps {part}, which it must lose" for part in blind]
        for part in unfair:
            one = next(r for r in self.result.checks if r.check.part == part and r.verdict != "passed")
            words.append(f"loses {part} ({one.check.name}: {one.verdict}: {one.message})")
        return f"{self.specimen.name}: {'; '.join(words)}"


def specimens(assignment: Assignment) -> list[Specimen]:
    """The reference, the stubs, every right and every wrong solution.

    Raises:
        CourseError: one of them cannot be read or names no part.
    """
    folder, name = assignment.reference_folder, assignment.name
    reference = _read(assignment.reference_file)
    everything = frozenset(assignment.parts)
    found = [_specimen("reference", reference, ".py", name, everything)]
    for suffix in SUFFIXES:
        stub = assignment.folder / f"{name}{suffix}"
        if stub.is_file():
            found.append(_specimen(f"stub{suffix}", _read(stub), suffix, name, everything, everything))
    for path in sorted((folder / "right").glob("*")):
        if path.suffix in SUFFIXES:
            found.append(_specimen(f"right/{path.name}", _read(path), path.suffix, name, everything))
    for path in sorted((folder / "wrong").glob("*.py")):
        own = _read(path)
        loses = _named_parts(path, own, everything)
        specimen = _specimen(f"wrong/{path.name}", reference + b"\n\n\n" + own, ".py", name, everything, loses)
        found.append(replace(specimen, parts=_touched(specimen.submission, own, everything)))
    return found


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
    label: str, content: bytes, suffix: str, name: str, parts: frozenset[str], loses: frozenset[str] = frozenset()
) -> Specimen:
    try:
        return Specimen(label, parse_submission(content, suffix, name), loses, parts)
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


def lost_parts(result: Result) -> frozenset[str]:
    """The parts in which a result lost points."""
    return frozenset(one.check.part for one in result.checks if one.verdict != "passed")


def examine(grader: Grader, chosen: Iterable[Specimen], workers: int) -> list[Finding]:
    """Grade the specimens."""

    def grade(specimen: Specimen) -> Finding:
        empty = Result(specimen.name, grader.assignment.name, "", grader.max_score, sha256=specimen.submission.sha256)
        result = grader.grade_submission(specimen.submission, empty, parts=specimen.parts)
        return Finding(specimen, result, lost_parts(result))

    with ThreadPoolExecutor(max_workers=workers) as executor:
        return list(executor.map(grade, chosen))


def verify(names: list[str], course_folder: Path | None, *, as_json: bool) -> int:
    """Examine assignments; 0 if all are sound, else 1.

    Raises:
        UsageError: it could not run.
    """
    course = Course.at(course_folder.resolve()) if course_folder else Course.find(Path.cwd())
    assignments = [course.assignment(name) for name in names or course.names]
    console = Console()
    answer: dict[str, object] = {}
    sound = True
    for assignment in assignments:
        with WarmPool() as pool:
            grader = Grader.prepare(assignment, pool, hidden=True)
            findings = examine(grader, specimens(assignment), default_workers())
        bad = [finding for finding in findings if not finding.sound]
        sound = sound and not bad
        answer[assignment.name] = {
            "sound": not bad,
            "specimens": len(findings),
            "findings": [finding.sentence() for finding in bad],
        }
        if as_json:
            continue
        word = Text("sound", style="green") if not bad else Text(f"{len(bad)} findings", style="red")
        console.print(Text(f"{assignment.name}: {len(findings)} solutions graded: "), word, sep="", end="\n")
        for finding in bad:
            console.print(Text(f"  {finding.sentence()}"))
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0 if sound else 1


__all__ = ["Finding", "Specimen", "examine", "lost_parts", "specimens", "verify"]
