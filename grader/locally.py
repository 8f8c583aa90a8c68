"""`grade locally`: the visible checks on a student's own work, and what went wrong where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import msgspec
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.course import Assignment, Course
from grader.errors import GraderFault, UsageError
from grader.grading import Grader
from grader.parts import NOT_WRITTEN, OK, PartResult, by_part
from grader.provenance import Provenance
from grader.receipts import Receipt
from grader.results import Result
from grader.runner import WarmPool
from grader.submission import Found
from grader.tables import number
from grader.work import find_work

_STYLES: Final = {OK: "green", NOT_WRITTEN: "yellow"}


def grade_locally(path: Path, name: str | None, course_folder: Path | None, *, as_json: bool) -> int:
    """Grade one's own work; the exit code.

    Raises:
        UsageError: it could not run.
    """
    start = path.resolve()
    course = Course.at(course_folder.resolve()) if course_folder else Course.find(start, Path.cwd())
    file, note = find_work(path, name, course)
    assignment = course.assignment(name or file.stem)
    found = Found("you", file, file.name, note=note)
    try:
        with WarmPool() as pool:
            grader = Grader.prepare(assignment, pool, hidden=False)
            result = grader.grade(found)
            walls = pool.in_force()
    except GraderFault as error:
        raise UsageError(f"the checks could not run: {error}") from None
    if result.status == "needs_attention":
        raise UsageError(f"the checks could not run: {result.message}")
    full = result.status == "graded" and all(one.verdict == "passed" for one in result.checks)
    if as_json:
        receipt = Receipt.of(result, Provenance.of(assignment, grader.checks, walls), result.score)
        content = _as_json(assignment, file, result) | {"receipt": msgspec.to_builtins(receipt)}
        print(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        _print(assignment, file, result, note)
    return 0 if full else 1


def _print(assignment: Assignment, file: Path, result: Result, note: str) -> None:
    console = Console()
    console.print(Text(assignment.settings.title, style="bold"), Text(str(file), style="dim"))
    if note:
        console.print(Text(note, style="dim"))
    for problem in result.problems[:5]:
        console.print(Text(f"while loading: {problem}", style="yellow"))
    if result.status == "unreadable":
        console.print(Text(result.message, style="red"))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("part", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("")
    parts = by_part(assignment.parts, result.checks)
    for one in parts:
        style = _STYLES.get(one.word, "red")
        points = f"{number(one.score)}/{number(one.points)}"
        table.add_row(Text(one.part, style=style), points, Text(one.word, style=style))
    console.print(table)
    for one in parts:
        _print_details(console, one)
    earned, possible = result.score or 0.0, result.max_score
    hidden = 100 - possible
    total = Text(f"{number(earned)} of {number(possible)} points in the visible checks", style="bold")
    if hidden > 0:
        total.append(f"; hidden checks with other inputs are worth {number(hidden)} more", style="not bold dim")
    console.print(total)


def _print_details(console: Console, part: PartResult) -> None:
    """What went wrong in a part, where, and what was asked for."""
    if part.word in (OK, NOT_WRITTEN):
        return
    console.print(Text(part.part, style="bold red"))
    for one in part.lost:
        console.print(Padding(Text(one.sentence, style="italic"), (0, 0, 0, 2)))
        console.print(Padding(Text.assemble((f"{one.verdict}: ", "red"), one.message or "no points"), (0, 0, 0, 4)))
    console.print()


def _as_json(assignment: Assignment, file: Path, result: Result) -> dict[str, object]:
    return {
        "assignment": assignment.name,
        "file": str(file),
        "status": result.status,
        "score": result.score,
        "max_score": result.max_score,
        "message": result.message,
        "problems": list(result.problems),
        "checks": [
            {
                "part": one.part,
                "check": one.check,
                "sentence": one.sentence,
                "verdict": one.verdict,
                "score": one.score,
                "points": one.points,
                "message": one.message,
            }
            for one in result.checks
        ],
    }
