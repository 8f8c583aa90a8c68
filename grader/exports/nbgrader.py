"""The CSV that `nbgrader export` writes: every assignment with every student."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from grader.exports.delimited import lines
from grader.exports.grades import Grade
from grader.exports.matching import plain
from grader.exports.outcome import EXCUSED, OPEN, Left, Options, Outcome
from grader.tables import number, text

COLUMNS: Final = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
    "late_submission_penalty", "score", "max_score",
)  # fmt: skip


def export(graded: Mapping[str, Sequence[Grade]], options: Options) -> Outcome:
    """Every assignment with every student of any of them; who handed nothing in has 0.0 and no timestamp.

    A score that is open has an empty cell: nbgrader would say 0.0, but it is not known to be.
    """
    everybody: dict[str, Grade] = {}
    for grades in graded.values():
        for grade in grades:
            everybody.setdefault(grade.student_id, grade)
    outcome = Outcome(students=len(everybody))
    rows: list[Sequence[str]] = [COLUMNS]
    untimed = 0
    for name, grades in graded.items():
        if not grades:
            continue
        own = {grade.student_id: grade for grade in grades}
        some = replace(grades[0], status="missing", score=0.0, raw_score=0.0, penalty=0.0, excused=False)
        for student in sorted(everybody):
            grade = own.get(student, some)
            if grade.score is None:
                why = EXCUSED if grade.excused else OPEN
                outcome.left.append(Left(student, name, why, fault=not grade.excused))
            missing = grade.status == "missing"
            untimed += not missing and not grade.handed_in
            times = [_time(grade.due), "" if missing else _time(grade.handed_in)]
            rows.append(
                [name, *times, student, *_names(everybody[student]), everybody[student].email, *_scores(grade, options)]
            )
    if untimed:
        outcome.notes.append(f"{untimed} were handed in at a time that is not known: their timestamp is empty")
    if options.scale is not None:
        outcome.notes.append(f"scores are scaled to {number(options.scale)} points (--scale)")
    outcome.content = [lines(rows)]
    return outcome


def _scores(grade: Grade, options: Options) -> list[str]:
    """Raw score, penalty, score and highest score."""
    most = grade.max_score if options.scale is None else options.scale
    factor = most / grade.max_score if grade.max_score else 1.0
    raw = None if grade.raw_score is None else grade.raw_score * factor
    return [_float(value) for value in (raw, grade.penalty * factor, grade.scaled(options.scale), most)]


def _float(value: float | None) -> str:
    """As Python writes it, which is how nbgrader does: ``0.0``."""
    return "" if value is None else str(round(value, 4) or 0.0)


def _time(moment: str) -> str:
    """As nbgrader writes it: in UTC, which is not said."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return str(found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found)


def _names(grade: Grade) -> tuple[str, str]:
    """Last and first name, not run by a spreadsheet; ids stay as they are, since others find students by them."""
    known = {plain(name): value for name, value in grade.roster.items()}
    last, first = known.get("last_name", ""), known.get("first_name", "")
    if not last and not first:
        last, comma, first = grade.name.partition(",")
        if not comma:
            first, _, last = grade.name.strip().rpartition(" ")
    return text(last.strip()), text(first.strip())
