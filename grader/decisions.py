"""`grade override`, `comment`, `excuse`, `extend`, `choose`, `decisions`: what people decide, beside the verdicts.

It survives a regrade, is told in every output, and can be undone; who decided what, when and why is kept for good.
"""

from __future__ import annotations

import getpass
import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.errors import UsageError, near, printable
from grader.gradebook.store import Entry, Gradebook
from grader.outputs import write_tables
from grader.rulings import CHOICE, COMMENT, EXCUSE, EXTENSION, OVERRIDE, Decision, in_force
from grader.tables import number

_NAMES = {OVERRIDE: "score", COMMENT: "comment", EXCUSE: "excuse", EXTENSION: "extension", CHOICE: "chosen run"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A decision that somebody wants to make, or to take back."""

    student: str
    name: str
    kind: str
    output: Path
    database: str | None = None
    part: str = ""
    value: float | None = None
    words: str = ""
    undo: bool = False
    as_json: bool = False


def decide(request: Request) -> int:
    """Keep a decision, or take back the one in force; the exit code.

    Raises:
        UsageError: there is no such student, assignment, part or run, or the value cannot be.
    """
    with Gradebook.at(request.output, request.database) as gradebook:
        entry = gradebook.entry(request.name, request.student)
        _refuse_unfit(request, gradebook, entry)
        before = entry.score
        if request.undo:
            known = in_force(gradebook.decisions(request.name, request.student))
            decision = known.get((request.kind, request.part))
            if decision is None:
                where = f" in {request.part}" if request.part else ""
                raise UsageError(
                    f"{request.student}, {request.name}: there is no {_NAMES[request.kind]} by decision{where} to undo"
                )
            gradebook.undo(decision.id, _who())
        else:
            gradebook.decide(
                Decision(
                    kind=request.kind,
                    assignment=request.name,
                    student_id=request.student,
                    part=request.part,
                    value=request.value,
                    words=request.words,
                    who=_who(),
                )
            )
        after = gradebook.entry(request.name, request.student)
        write_tables(request.output, gradebook, request.name)
    _print(request, before, after)
    return 0


def _refuse_unfit(request: Request, gradebook: Gradebook, entry: Entry) -> None:
    """See that what is decided can be."""
    points = entry.result.max_score
    if request.part:
        parts: dict[str, float] = {}
        for one in entry.result.checks:
            parts[one.part] = parts.get(one.part, 0.0) + one.points
        if request.part not in parts:
            raise UsageError(f"--part {request.part}: {request.name} has no such part{near(request.part, parts)}")
        points = parts[request.part]
    if request.undo:
        return
    if request.kind == OVERRIDE and (request.value is None or not 0 <= request.value <= points):
        given = "missing" if request.value is None else f"{request.value:g}"
        raise UsageError(f"--score: {given}; a number from 0 to {number(points)} would be right")
    if request.kind in (OVERRIDE, EXCUSE, EXTENSION) and not request.words.strip():
        raise UsageError('--reason: missing; why it was decided so would be right, such as --reason "ill, 3 days"')
    if request.kind == COMMENT and not request.words.strip():
        raise UsageError("the comment is empty; a text would be right, or --undo")
    if request.kind == EXTENSION and (request.value is None or not 0 <= request.value <= 3650):
        raise UsageError("--days: a number of days of at least 0 would be right")
    if request.kind == CHOICE:
        known = gradebook.runs(request.name)
        own = [run.id for run in known if request.student in gradebook.students(request.name, run)]
        if request.value not in own:
            given = "missing" if request.value is None else f"{request.student} is not in run {request.value:g}"
            raise UsageError(f"--run: {given}; there are: {', '.join(map(str, own))}")


def _who() -> str:
    try:
        return f"{getpass.getuser()}@{platform.node()}"
    except (OSError, KeyError):  # a user without a name
        return platform.node()


def _print(request: Request, before: float | None, after: Entry) -> None:
    ruling = after.result.ruling
    if request.as_json:
        content = {
            "student_id": request.student,
            "assignment": request.name,
            "before": before,
            "score": after.score,
            "remarks": list(ruling.remarks) if ruling else [],
            "comment": ruling.comment if ruling else "",
        }
        print(json.dumps(content, indent=2))
        return
    old, new = ("open" if one is None else number(one) for one in (before, after.score))
    score = new if old == new else f"{old} → {new}"
    why = "; ".join(ruling.remarks) if ruling else ""
    print(printable(f"{request.student}, {request.name}: {score} points" + (f"; {why}" if why else "")))


# --- the history ------------------------------------------------------------------------------------------


def history(name: str | None, student: str | None, output: Path, database: str | None, *, as_json: bool) -> int:
    """Show what has been decided, by whom, when and why, also what was undone; the exit code.

    Raises:
        UsageError: there is no such assignment or gradebook.
    """
    with Gradebook.at(output, database) as gradebook:
        if name is not None:
            gradebook.require(name)
        found = gradebook.decisions(name, student)
    if as_json:
        print(json.dumps([asdict(one) for one in found], indent=2))
        return 0
    console = Console()
    if not found:
        console.print("nothing has been decided")
        return 0
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("when", "who", "student", "assignment", "what", "why"):
        table.add_column(column)
    for one in found:
        when = one.made.replace("T", " ").removesuffix("+00:00")
        words = f"{one.words} (undone by {one.undone_by})" if one.undone else one.words
        cells = (when, one.who, one.student_id, one.assignment, _what(one), words)
        style = "dim" if one.undone else ""
        table.add_row(*(Text(printable(cell), style=style) for cell in cells))
    console.print(table)
    return 0


def _what(one: Decision) -> str:
    value = "" if one.value is None else number(one.value)
    return {
        OVERRIDE: f"{one.part + ': ' if one.part else ''}{value} points",
        COMMENT: "comment",
        EXCUSE: "excused",
        EXTENSION: f"{value} more days",
        CHOICE: f"run {value} counts",
    }[one.kind]
