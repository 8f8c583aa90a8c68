"""`grade receipt`: what a score was computed from, so that two scores can be shown to be the same, or why not.

A receipt is plain data: the hash of the submission, the provenance, the verdicts. ``grade receipt STUDENT NAME --json``
writes one, ``grade locally --json`` holds one, and ``--against FILE`` compares with one from elsewhere.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.course import Course
from grader.errors import UsageError, printable
from grader.provenance import Provenance
from grader.results import Result
from grader.tables import number
from grader.walls import measure

_LARGEST: Final = 16 << 20  # bytes of a file that is read as a receipt


class Verdict(msgspec.Struct, frozen=True):
    """What one check gave."""

    part: str
    check: str
    visibility: str
    verdict: str
    score: float
    points: float


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a score was computed from."""

    student_id: str
    assignment: str
    status: str
    score: float | None
    max_score: float
    file: str
    sha256: str
    graded: str = ""
    host: str = ""
    run: int | None = None
    digest: str
    """Of the provenance; `<assignment>.run.json` has the same."""
    provenance: Provenance
    verdicts: list[Verdict]

    @classmethod
    def of(
        cls,
        result: Result,
        provenance: Provenance,
        score: float | None,
        *,
        graded: str = "",
        host: str = "",
        run: int | None = None,
    ) -> Receipt:
        """The receipt of a result."""
        return cls(
            student_id=result.student_id,
            assignment=result.assignment,
            status=result.status,
            score=score,
            max_score=result.max_score,
            file=result.file,
            sha256=result.sha256,
            graded=graded,
            host=host,
            run=run,
            digest=provenance.digest,
            provenance=provenance,
            verdicts=[
                Verdict(one.part, one.check, one.visibility, one.verdict, one.score, one.points)
                for one in result.checks
            ],
        )

    def differences(self, other: Receipt) -> list[str]:
        """Why this score need not be the other one; checks that only one of them has run do not count."""
        if self.assignment != other.assignment:
            return [f"the assignment ({self.assignment}, {other.assignment})"]
        mine = {one.check: one for one in self.verdicts}
        theirs = {one.check: one for one in other.verdicts}
        common = mine.keys() & theirs.keys()
        found = [] if self.sha256 == other.sha256 else ["the submission"]
        found += self.provenance.differences(other.provenance, checks=common)
        return found + [
            f"the verdict of {name} ({one.verdict} → {theirs[name].verdict})"
            for name, one in mine.items()
            if name in common and (one.verdict, one.score) != (theirs[name].verdict, theirs[name].score)
        ]


def receipt(
    student: str,
    name: str,
    output: Path,
    database: str | None,
    course_folder: Path | None,
    *,
    against: Path | None,
    as_json: bool,
) -> int:
    """Show a receipt, or compare it with one from elsewhere; the exit code: 1 where they differ.

    Raises:
        UsageError: there is no such student, assignment or gradebook.
    """
    own = _stored(student, name, output, database)
    if against is not None:
        return _compare(own, _read(against), against, as_json=as_json)
    if as_json:
        print(json.dumps(msgspec.to_builtins(own), indent=2))
    else:
        _print(own, _since(own, course_folder))
    return 0


def _stored(student: str, name: str, output: Path, database: str | None) -> Receipt:
    from grader.gradebook.store import Gradebook  # `grade locally` makes receipts and needs no database

    with Gradebook.at(output, database) as gradebook:
        entry = gradebook.entry(name, student)
    if entry.attempt_id is None:
        raise UsageError(f"{name}: {student}: {entry.result.message}")
    # What was computed, not what somebody or the late policy has made of it: nobody can compute that again.
    score = entry.score if entry.result.ruling is None else entry.result.ruling.raw_score
    return Receipt.of(entry.result, entry.provenance, score, graded=entry.graded, host=entry.host, run=entry.run_id)


def _read(path: Path) -> Receipt:
    """A receipt from elsewhere, or the answer of `grade locally --json`, which holds one."""
    try:
        with path.open("rb") as file:
            content = msgspec.json.decode(file.read(_LARGEST))
        return msgspec.convert(content.get("receipt", content), Receipt)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except (msgspec.MsgspecError, AttributeError, UnicodeDecodeError):
        raise UsageError(
            f"{path}: no receipt; what `grade receipt --json` or `grade locally --json` prints would be right"
        ) from None


def _compare(own: Receipt, other: Receipt, path: Path, *, as_json: bool) -> int:
    found = own.differences(other)
    common = {one.check for one in own.verdicts} & {one.check for one in other.verdicts}
    if as_json:
        content = {"same": not found, "differences": found, "checks_compared": len(common)}
        print(json.dumps(content, indent=2))
    elif found:
        print(printable(f"not the same as {path}: {', '.join(found)}"))
    else:
        print(printable(f"the same as {path}: submission, provenance and the verdicts of {len(common)} checks"))
    return 1 if found else 0


def _since(own: Receipt, course_folder: Path | None) -> str:
    """What the course here would compute it from now."""
    try:
        course = Course.at(course_folder.resolve()) if course_folder else Course.find(Path.cwd())
        assignment = course.assignment(own.assignment)
        now = Provenance.of(assignment, assignment.checks(hidden=True), measure())
    except UsageError:
        return ""
    changed = own.provenance.differences(now)
    return f"since then changed here: {', '.join(changed)}" if changed else "nothing of it has changed here since"


def _print(own: Receipt, since: str) -> None:
    console = Console()
    score = "open" if own.score is None else f"{number(own.score)} of {number(own.max_score)} points"
    console.print(Text(printable(f"{own.student_id}, {own.assignment}: {score} ({own.status})"), style="bold"))
    provenance = own.provenance
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    packages = ", ".join(f"{name} {version}" for name, version in provenance.packages.items())
    for label, value in (
        ("file", own.file),
        ("submission", own.sha256),
        ("provenance", own.digest),
        ("checks", f"{len(provenance.checks)}, {sum(one.verdict == 'passed' for one in own.verdicts)} passed"),
        ("reference", provenance.reference),
        ("settings", provenance.settings),
        ("seeds", provenance.seeds),
        ("grader", f"{provenance.grader} (source {provenance.source})"),
        ("versions", f"Python {provenance.python} on {provenance.machine}, {packages}"),
        ("isolation", provenance.isolation),
        ("graded", f"{own.graded} on {own.host}, counted in run {own.run}"),
    ):
        table.add_row(label, Text(printable(value)))
    console.print(table)
    if since:
        console.print(Text(since))
