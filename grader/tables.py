"""The CSV files of a batch: written whole or not at all, safe to open in a spreadsheet, the same bytes every time."""

from __future__ import annotations

import contextlib
import csv
import io
import math
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from grader.errors import UsageError
from grader.grading import Result

SUBMISSION_COLUMNS: Final = (
    "student_id", "assignment", "status", "score", "max_score", "percent",
    "file", "sha256", "seconds", "flags", "message",
)  # fmt: skip
CHECK_COLUMNS: Final = (
    "student_id", "assignment", "part", "check", "visibility", "verdict", "score", "points", "seconds", "message",
)  # fmt: skip
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def number(value: float) -> str:
    """A score as short as it can be told: ``100``, ``12.5``, ``33.3333``."""
    return f"{round(value, 4) or 0.0:.4f}".rstrip("0").rstrip(".")


def text(value: str) -> str:
    """A cell's text: valid Unicode, one line, and nothing that a spreadsheet would run as a formula."""
    value = value.encode("utf-8", "backslashreplace").decode("utf-8")
    value = "".join(c if c.isprintable() else " " for c in value)
    return "'" + value if value.lstrip("'").startswith(_FORMULA_STARTS) else value  # so that no two become one


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write the file under another name and rename it when it is complete.

    Raises:
        UsageError: it cannot be written; what was there before is as it was.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    write_whole(path, buffer.getvalue().encode("utf-8"))


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file's content at once.

    Raises:
        UsageError: it cannot be written; what was there before is as it was.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}; what was there before is as it was") from None
    finally:
        with contextlib.suppress(OSError):  # it is there only where something went wrong
            os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_results(output: Path, assignment: str, results: Sequence[Result]) -> None:
    """``<assignment>.csv`` and ``<assignment>.checks.csv``, sorted by student.

    Raises:
        UsageError: one of them cannot be written.
    """
    ordered = sorted(results, key=lambda result: result.student_id)
    write_csv(output / f"{assignment}.csv", SUBMISSION_COLUMNS, [_submission_row(result) for result in ordered])
    rows = [row for result in ordered for row in _check_rows(result)]
    write_csv(output / f"{assignment}.checks.csv", CHECK_COLUMNS, rows)


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
            one.check.part,
            one.check.name,
            one.check.visibility,
            one.verdict,
            number(one.score),
            number(one.check.points),
            f"{one.seconds:.3f}",
            text(one.message),
        ]
        for one in result.checks
    ]


def write_gradebook(output: Path, assignments: Sequence[str]) -> None:
    """``gradebook.csv`` from the tables of all assignments graded so far into this folder.

    A score that is still open (`needs_attention`) is an empty cell and counts neither way; a student who is not in
    an assignment's table has an empty cell there and no points.

    Raises:
        UsageError: a table cannot be read, or the gradebook cannot be written.
    """
    scores: dict[str, dict[str, str]] = {}
    open_scores: set[tuple[str, str]] = set()
    worth: dict[str, float] = {}
    for assignment in assignments:
        path = output / f"{assignment}.csv"
        if not path.is_file():
            continue
        for row in _read_rows(path):
            worth[assignment] = float(row["max_score"])
            scores.setdefault(row["student_id"], {})[assignment] = row["score"]
            if row["score"] == "":
                open_scores.add((row["student_id"], assignment))
    graded = [assignment for assignment in assignments if assignment in worth]
    rows = []
    for student in sorted(scores, key=_without_apostrophe):
        cells = [scores[student].get(assignment, "") for assignment in graded]
        total = sum(float(cell) for cell in cells if cell)
        possible = sum(worth[a] for a in graded if (student, a) not in open_scores)
        rows.append([student, *cells, number(total), number(100 * total / possible) if possible else ""])
    write_csv(output / "gradebook.csv", ("student_id", *graded, "total", "percent"), rows)


def _without_apostrophe(student: str) -> str:
    return student[1:] if student.startswith("'") and student[1:].startswith(_FORMULA_STARTS) else student


def _read_rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != SUBMISSION_COLUMNS:
                raise UsageError(f"{path}: not a table of this grader; moving it elsewhere would be right")
            rows = list(reader)
        for row in rows:
            if not (math.isfinite(float(row["max_score"])) and math.isfinite(float(row["score"] or 0))):
                raise ValueError("a score that is no number")
    except (OSError, UnicodeDecodeError, csv.Error, ValueError, TypeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: cannot be read ({reason}); moving it elsewhere would be right") from None
    return rows
