"""Everything as one JSON object, for programs of one's own; for staff, since it tells what hidden checks saw."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.exports.grades import Grade
from grader.exports.outcome import OPEN, Left, Options, Outcome


def export(graded: Mapping[str, Sequence[Grade]], options: Options) -> Outcome:
    """``{"assignments": {name: [grade, …]}}``, a grade a line."""
    outcome = Outcome(students=len({grade.student_id for grades in graded.values() for grade in grades}))
    for name, grades in graded.items():
        outcome.left += [
            Left(grade.student_id, name, OPEN) for grade in grades if grade.score is None and not grade.excused
        ]
    outcome.notes.append("it tells what hidden checks saw: for staff")
    outcome.content = _pieces(graded, options)
    return outcome


def _pieces(graded: Mapping[str, Sequence[Grade]], options: Options) -> Iterator[bytes]:
    yield b'{"assignments": {'
    for position, (name, grades) in enumerate(graded.items()):
        yield f"{',' if position else ''}\n{json.dumps(name)}: [".encode()
        for place, grade in enumerate(grades):
            content = json.dumps(_as_json(grade, options), allow_nan=False)
            yield f"{',' if place else ''}\n{content}".encode()
        yield b"\n]"
    yield b"\n}}\n"


def _as_json(grade: Grade, options: Options) -> dict[str, Any]:
    content: dict[str, Any] = {name: getattr(grade, name) for name in Grade.__slots__ if name != "checks"}
    if options.scale is not None:
        content |= {"scaled_score": grade.scaled(options.scale), "scaled_to": options.scale}
    content["roster"] = dict(grade.roster)
    content["parts"] = {part: {"score": score, "points": points} for part, (score, points) in grade.parts.items()}
    content["checks"] = [
        {
            "part": one.part,
            "check": one.check,
            "visibility": one.visibility,
            "verdict": one.verdict,
            "score": one.score,
            "points": one.points,
            "seconds": one.seconds,
            "message": one.message,
            "diagnosis": one.diagnosis,
        }
        for one in grade.checks
    ]
    return content
