"""`grade show`: what a student has been graded with so far, for office hours."""

from __future__ import annotations

import json
from pathlib import Path

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.errors import UsageError, near, printable
from grader.gradebook.store import Entry, Gradebook, Run
from grader.parts import OK, by_part
from grader.tables import number

Line = tuple[Run, Entry]


def show(student: str, name: str | None, output: Path, database: str | None, *, as_json: bool) -> int:
    """Print a student's history, and of one assignment what was lost last and why; the exit code.

    Raises:
        UsageError: there is no such student, assignment or gradebook.
    """
    with Gradebook.at(output, database) as gradebook:
        if name is not None:
            gradebook.require(name)
        wanted = gradebook.assignments() if name is None else [name]
        lines = {one: _lines(gradebook, student, one) for one in wanted}
        if not any(lines.values()):
            known = {other for one in wanted for other in gradebook.students(one)}
            raise UsageError(f"{gradebook.shown}: no student {student!r}{near(student, known)}")
    if as_json:
        print(json.dumps(_as_json(student, lines), indent=2))
        return 0
    console = Console()
    console.print(Text(printable(student), style="bold"))
    console.print(_table(lines))
    if name is not None:
        _print_parts(console, lines[name][-1][1])
    return 0


def _lines(gradebook: Gradebook, student: str, name: str) -> list[Line]:
    """The runs that a student was in, oldest first; a run that found the same attempt again adds nothing."""
    found: list[Line] = []
    for run in gradebook.runs(name):
        if student in gradebook.students(name, run):
            [entry] = gradebook.entries({student: run.id})
            if not found or found[-1][1].attempt_id != entry.attempt_id or entry.attempt_id is None:
                found.append((run, entry))
    return found


def _table(lines: dict[str, list[Line]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("assignment", "run", "graded", "status", "score", "flags"):
        table.add_column(column, justify="right" if column in ("run", "score") else "left")
    for name, own in lines.items():
        for position, (run, entry) in enumerate(own):
            score = "" if entry.score is None else f"{number(entry.score)}/{number(entry.result.max_score)}"
            when = (entry.graded or run.begun).replace("T", " ").removesuffix("+00:00")
            cells = ("" if position else name, str(run.id), when, entry.result.status.replace("_", " "), score)
            table.add_row(*(Text(printable(cell)) for cell in (*cells, " ".join(entry.result.flags))))
    return table


def _print_parts(console: Console, entry: Entry) -> None:
    """The parts of the last attempt, and every check that lost points with its message, for staff."""
    result = entry.result
    if result.ruling is not None:
        for remark in (
            *result.ruling.remarks,
            *([f"comment: {result.ruling.comment}"] if result.ruling.comment else []),
        ):
            console.print(Text(printable(remark)))
    if result.message and not result.checks:
        console.print(Text(printable(result.message)))
    parts = by_part(dict.fromkeys(one.part for one in result.checks), result.checks)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("part", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("")
    for one in parts:
        style = "green" if one.word == OK else "red"
        points = f"{number(one.score)}/{number(one.points)}"
        table.add_row(Text(one.part, style=style), points, Text(one.word, style=style))
    if parts:
        console.print(table)
    for lost in (lost for part in parts for lost in part.lost):
        console.print(Text.assemble((lost.check, "bold"), f" ({lost.part}, {lost.visibility})"))
        console.print(Padding(Text(lost.sentence, style="italic"), (0, 0, 0, 2)))
        console.print(Padding(Text.assemble((f"{lost.verdict}: ", "red"), printable(lost.message)), (0, 0, 0, 4)))


def _as_json(student: str, lines: dict[str, list[Line]]) -> dict[str, object]:
    return {
        "student_id": student,
        "assignments": {
            name: [
                {
                    "run": run.id,
                    "graded": entry.graded,
                    "status": entry.result.status,
                    "score": entry.score,
                    "max_score": entry.result.max_score,
                    "file": entry.result.file,
                    "sha256": entry.result.sha256,
                    "flags": list(entry.result.flags),
                    "message": entry.result.message,
                    "raw_score": entry.result.ruling.raw_score if entry.result.ruling else entry.score,
                    "remarks": list(entry.result.ruling.remarks) if entry.result.ruling else [],
                    "lost": [
                        {
                            "part": one.part,
                            "check": one.check,
                            "verdict": one.verdict,
                            "message": one.message,
                            "diagnosis": one.diagnosis,
                        }
                        for one in entry.result.checks
                        if one.verdict != "passed"
                    ],
                }
                for run, entry in own
            ]
            for name, own in lines.items()
        },
    }
