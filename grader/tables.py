"""The CSV files of a batch: written whole or not at all, safe to open in a spreadsheet, the same bytes every time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from grader.results import Result
from grader.whole import replacing

SUBMISSION_COLUMNS: Final = (
    "student_id", "assignment", "status", "score", "max_score", "percent",
    "file", "sha256", "seconds", "flags", "message",
)  # fmt: skip
CHECK_COLUMNS: Final = (
    "student_id", "assignment", "part", "check", "visibility", "verdict", "score", "points", "seconds", "message",
)  # fmt: skip
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


class Standing(NamedTuple):
    """A student's score in one assignment; None while it is open."""

    score: float | None
    max_score: float
    excused: bool = False


def number(value: float) -> str:
    """A score as short as it can be told: ``100``, ``12.5``, ``33.3333``."""
    return f"{round(value, 4) or 0.0:.4f}".rstrip("0").rstrip(".")


def text(value: str) -> str:
    """A cell's text: valid Unicode, one line, and nothing that a spreadsheet would run as a formula."""
    if not value.isprintable():
        value = value.encode("utf-8", "backslashreplace").decode("utf-8")
        value = "".join(c if c.isprintable() else " " for c in value)
    return "'" + value if value.lstrip("'").startswith(_FORMULA_STARTS) else value  # so that no two become one


class Csv:
    """A table that is written to a binary file."""

    def __init__(self, file: BinaryIO, columns: Sequence[str]) -> None:
        self._file = file
        self._buffer = io.StringIO()
        self._writer = csv.writer(self._buffer, lineterminator="\r\n")
        self.write([columns])

    def write(self, rows: Iterable[Sequence[str]]) -> None:
        """More rows."""
        self._writer.writerows(rows)
        self._file.write(self._buffer.getvalue().encode("utf-8"))
        self._buffer.seek(0)
        self._buffer.truncate()


def write_results(output: Path, assignment: str, results: Iterable[Result]) -> None:
    """``<assignment>.csv`` and ``<assignment>.checks.csv`` in the order of the results, a few in memory at a time.

    Raises:
        UsageError: one of them cannot be written.
    """
    paths = output / f"{assignment}.csv", output / f"{assignment}.checks.csv"
    with replacing(*paths) as [one, other]:
        submissions, checks = Csv(one, SUBMISSION_COLUMNS), Csv(other, CHECK_COLUMNS)
        for result in results:
            submissions.write([_submission_row(result)])
            checks.write(_check_rows(result))


def _submission_row(result: Result) -> list[str]:
    score = result.score
    return [
        text(result.student_id),
        result.assignment,
        result.status,
        "" if score is None else number(score),
        number(result.max_score),
        "" if score is None else number(100 * score / result.max_score),
        text(result.file),
        result.sha256,
        f"{result.seconds:.3f}",
        text(" ".join(result.flags)),
        text(result.message),
    ]


def _check_rows(result: Result) -> list[list[str]]:
    return [
        [
            text(result.student_id),
            result.assignment,
            one.part,
            one.check,
            one.visibility,
            one.verdict,
            number(one.score),
            number(one.points),
            f"{one.seconds:.3f}",
            text(one.message),
        ]
        for one in result.checks
    ]


def write_gradebook(output: Path, scores: Mapping[str, Mapping[str, Standing]]) -> None:
    """``gradebook.csv``: assignment to student to score, as one row a student.

    A score that is still open (`needs_attention`) is an empty cell and counts neither way, nor does one that is
    `excused`; a student who is not in an assignment's table has an empty cell there and no points.

    Raises:
        UsageError: it cannot be written.
    """
    worth = {assignment: max(one.max_score for one in graded.values()) for assignment, graded in scores.items()}
    with replacing(output / "gradebook.csv") as [file]:
        table = Csv(file, ("student_id", *scores, "total", "percent"))
        for student in sorted({student for graded in scores.values() for student in graded}):
            own = [graded.get(student) for graded in scores.values()]
            cells = [_cell(one) for one in own]
            total = sum(one.score for one in own if one and one.score is not None and not one.excused)
            open_scores = [a for a, one in zip(scores, own, strict=True) if one and (one.score is None or one.excused)]
            possible = sum(points for assignment, points in worth.items() if assignment not in open_scores)
            percent = number(100 * total / possible) if possible else ""
            table.write([[text(student), *cells, number(total), percent]])


def _cell(one: Standing | None) -> str:
    if one is None or one.score is None:
        return ""
    return "excused" if one.excused else number(one.score)
