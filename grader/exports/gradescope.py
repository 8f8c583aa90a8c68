"""For Gradescope: a ``results.json`` a student, in a folder of its own.

Students read these files. Of a hidden check they get what their own page tells them, the kind of mistake, and
Gradescope keeps even that from them (its visibility is ``hidden``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from grader.check import HIDDEN
from grader.exports.grades import Grade
from grader.exports.outcome import EXCUSED, OPEN, Left, Options, Outcome
from grader.pages.names import page_name
from grader.pages.sheet import hint
from grader.results import CheckResult
from grader.tables import number

RESULTS: Final = "results.json"
_LONGEST: Final = 2_000


def export(graded: Mapping[str, Sequence[Grade]], options: Options) -> Outcome:
    """``ASSIGNMENT/STUDENT/results.json`` for all whose score is settled."""
    outcome = Outcome(students=len({grade.student_id for grades in graded.values() for grade in grades}))
    chosen = []
    for name, grades in graded.items():
        for grade in grades:
            if grade.score is None:
                why = EXCUSED if grade.excused else OPEN
                outcome.left.append(Left(grade.student_id, name, why, fault=not grade.excused))
            else:
                chosen.append(grade)
    outcome.files = _files(chosen, options)
    outcome.notes.append(f"{len(chosen)} files, ASSIGNMENT/STUDENT/{RESULTS}")
    if options.scale is not None:
        outcome.notes.append(f"scores are scaled to {number(options.scale)} points, those of single tests are not")
    return outcome


def _files(grades: Sequence[Grade], options: Options) -> Iterator[tuple[str, bytes]]:
    for grade in grades:
        content = json.dumps(results(grade, options.scale), ensure_ascii=True, allow_nan=False, indent=1)
        yield f"{grade.assignment}/{page_name(grade.student_id)}/{RESULTS}", content.encode("ascii")


def results(grade: Grade, scale: float | None = None) -> dict[str, Any]:
    """What Gradescope reads; its score counts, whatever the tests sum to."""
    return {
        "score": round(grade.scaled(scale) or 0.0, 4),
        "execution_time": round(sum(one.seconds for one in grade.checks), 3),
        "output": _told(grade),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(one, str(place)) for place, one in enumerate(grade.checks, 1)],
        "extra_data": {
            "student_id": _valid(grade.student_id),
            "assignment": grade.assignment,
            "status": grade.status,
            "max_score": grade.max_score,
        },
    }


def _test(check: CheckResult, place: str) -> dict[str, Any]:
    hidden = check.visibility == HIDDEN
    message = "" if check.verdict == "passed" else hint(check) if hidden else check.message
    return {
        "name": _valid(f"{check.part}: {check.sentence}"),
        "number": place,
        "score": round(check.score, 4),
        "max_score": round(check.points, 4),
        "status": "passed" if check.verdict == "passed" else "failed",
        "output": _valid(message[:_LONGEST]),
        "tags": [check.part],
        "visibility": "hidden" if hidden else "visible",
    }


def _told(grade: Grade) -> str:
    """What a student reads above the tests."""
    words = {
        "missing": "Nothing was handed in.",
        "unreadable": "It cannot be read.",
        "late": "It was handed in late.",
    }
    said = [words.get(grade.status, "")]
    if grade.excused:
        said.append("You are excused.")
    if grade.penalty:
        said.append(f"Penalty: {number(grade.penalty)} points.")
    return _valid("\n".join(filter(None, [*said, grade.comment])))


def _valid(text: str) -> str:
    """Valid Unicode: an id can hold bytes that are none."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
