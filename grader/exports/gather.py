"""What there is to export: the gradebook's entries, and who they are by the roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from grader.errors import UsageError, near
from grader.exports.delimited import Sheet
from grader.exports.grades import Grade
from grader.exports.matching import plain
from grader.gradebook.store import Entry, Gradebook
from grader.parts import by_part

_KNOWN: Final = ("student_id", "name", "email", "section")

Roster = Mapping[str, Mapping[str, str]]
"""Student to the cells of their row; the columns of ``_KNOWN`` by these names, others by their own."""


def gather(
    output: Path, database: str | None, names: Sequence[str], roster: Roster, *, details: bool
) -> dict[str, list[Grade]]:
    """The grades of these assignments, of all that are graded where none is named, students by id.

    Who is on the roster and not in an assignment has handed nothing in.

    Raises:
        UsageError: there is no such gradebook or assignment.
    """
    found: dict[str, list[Grade]] = {}
    with Gradebook.at(output, database) as gradebook:
        for name in names:
            gradebook.require(name)
        wanted = list(dict.fromkeys(names)) or gradebook.assignments()
        if not wanted:
            raise UsageError(f"{gradebook.shown}: nothing has been graded into it")
        for name in wanted:
            students = gradebook.students(name)
            grades = [_grade(entry, roster) for entry in gradebook.entries(students, details=details)]
            worth = max((grade.max_score for grade in grades), default=0.0)
            grades += [_absent(name, student, worth, roster) for student in roster if student not in students]
            found[name] = sorted(grades, key=lambda grade: grade.student_id)
    return found


def _grade(entry: Entry, roster: Roster) -> Grade:
    result = entry.result
    parts = by_part(dict.fromkeys(one.part for one in result.checks), result.checks)
    return replace(
        _absent(result.assignment, result.student_id, result.max_score, roster),
        status=result.status,
        score=entry.score,
        raw_score=entry.score,
        comment=result.message if result.status == "unreadable" else "",
        parts={one.part: (one.score, one.points) for one in parts},
        checks=result.checks,
    )


def _absent(assignment: str, student: str, worth: float, roster: Roster) -> Grade:
    row = roster.get(student, {})
    return Grade(
        student_id=student,
        name=row.get("name", ""),
        email=row.get("email", ""),
        section=row.get("section", ""),
        roster={name: value for name, value in row.items() if name not in _KNOWN},
        assignment=assignment,
        status="missing",
        score=0.0,
        raw_score=0.0,
        max_score=worth,
    )


def read_roster(path: Path) -> dict[str, dict[str, str]]:
    """Who is in the class: a CSV with ``student_id`` and whatever else is known, with commas or semicolons.

    Raises:
        UsageError: it cannot be read, has no such column, or somebody is in it twice.
    """
    sheet = Sheet.read(path)
    names = [plain(header) if plain(header) in _KNOWN else header for header in sheet.header]
    if names.count("student_id") != 1:
        raise UsageError(f"{path}: one column student_id would be right{near('student_id', sheet.header)}")
    found: dict[str, dict[str, str]] = {}
    for place in sheet.students():
        row = {name: sheet.cell(place, column).strip() for column, name in enumerate(names)}
        student = row["student_id"]
        if not student:
            raise UsageError(f"{path}, row {place + 1}: no student_id")
        if student in found:
            raise UsageError(f"{path}, row {place + 1}: {student} is there twice")
        found[student] = row
    return found
