"""What there is to export: the gradebook's entries, and who they are by the roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grader.errors import UsageError
from grader.exports.grades import Grade
from grader.gradebook.store import Entry, Gradebook
from grader.parts import by_part
from grader.results import Ruling
from grader.roster import Member


def gather(
    output: Path, database: str | None, names: Sequence[str], given: Mapping[str, Member] | None, *, details: bool
) -> dict[str, list[Grade]]:
    """The grades of these assignments, of all that are graded where none is named, students by id.

    Who is on the roster and not in an assignment has handed nothing in. Without a roster that is ``given`` the one of
    the last batch counts.

    Raises:
        UsageError: there is no such gradebook or assignment.
    """
    found: dict[str, list[Grade]] = {}
    with Gradebook.at(output, database) as gradebook:
        for name in names:
            gradebook.require(name)
        roster = gradebook.members() if given is None else given
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


def _grade(entry: Entry, roster: Mapping[str, Member]) -> Grade:
    result = entry.result
    ruling = result.ruling or Ruling(score=entry.score, raw_score=entry.score)
    parts = by_part(dict.fromkeys(one.part for one in result.checks), result.checks)
    return replace(
        _absent(result.assignment, result.student_id, result.max_score, roster),
        status=result.status,
        score=entry.score,
        raw_score=ruling.raw_score,
        penalty=ruling.penalty,
        excused=ruling.excused,
        comment=ruling.comment or (result.message if result.status == "unreadable" else ""),
        overridden="; ".join(ruling.remarks) if ruling.overridden else "",
        handed_in=ruling.handed_in,
        due=ruling.due,
        parts={one.part: (one.score, one.points) for one in parts},
        checks=result.checks,
    )


def _absent(assignment: str, student: str, worth: float, roster: Mapping[str, Member]) -> Grade:
    member = roster.get(student, Member(student))
    return Grade(
        student_id=student,
        name=member.name,
        email=member.email,
        section=member.section,
        roster=member.other,
        assignment=assignment,
        status="missing",
        score=0.0,
        raw_score=0.0,
        max_score=worth,
    )
