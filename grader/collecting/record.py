"""``collected.csv``: whose file is where, when it was handed in, and who says so."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from grader.errors import UsageError, printable
from grader.tables import Csv, text
from grader.whole import replacing

NAME: Final = "collected.csv"
COLUMNS: Final = (
    "student_id", "name", "assignment", "file", "handed_in", "handed_in_from",
    "late_mark", "sha256", "original", "attempt", "remarks",
)  # fmt: skip
_LONGEST: Final = 256 << 20
_FORMULA_STARTS: Final = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Collected:
    """A student's work in one assignment, as it was collected."""

    student_id: str
    name: str
    assignment: str
    file: str  # relative to the folder
    handed_in: datetime | None  # with its offset from UTC; none where nobody knows
    handed_in_from: str  # gradescope, nbgrader timestamp, git commit, archive (its entry), file, or nothing
    late_mark: bool  # the platform says that it was late
    sha256: str
    original: str  # its name in the download
    attempt: int
    remarks: str = ""


def read_collected(folder: Path) -> dict[tuple[str, str], Collected]:
    """What was collected into a folder, by student and assignment; nothing where nothing was.

    Raises:
        UsageError: there is a record, but it cannot be read.
    """
    path = folder / NAME
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(_LONGEST + 1)
        if len(content) > _LONGEST:
            raise UsageError(f"{path}: larger than {_LONGEST >> 20} MB; what `grade collect` wrote would be right")
        table = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = next(table, None)
        if header != list(COLUMNS):
            raise ValueError(f"not the columns {', '.join(COLUMNS)}")
        found = [_collected(row) for row in table if row]
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else printable(str(error))
        raise UsageError(f"{path}: cannot be read: {reason}; what `grade collect` wrote would be right") from None
    return {(one.student_id, one.assignment): one for one in found}


def write_collected(folder: Path, collected: Iterable[Collected]) -> None:
    """The record, sorted by assignment and student, whole or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    with replacing(folder / NAME) as [file]:
        table = Csv(file, COLUMNS)
        table.write(_row(one) for one in sorted(collected, key=lambda one: (one.assignment, one.student_id)))


def _row(one: Collected) -> list[str]:
    return [
        text(one.student_id),
        text(one.name),
        one.assignment,
        text(one.file),
        one.handed_in.isoformat() if one.handed_in else "",
        one.handed_in_from,
        "LATE" if one.late_mark else "",
        one.sha256,
        text(one.original),
        str(one.attempt),
        text(one.remarks),
    ]


def _collected(row: list[str]) -> Collected:
    if len(row) != len(COLUMNS):
        raise ValueError(f"a row of {len(row)} cells, not {len(COLUMNS)}")
    cells = dict(zip(COLUMNS, row, strict=True))
    handed_in = datetime.fromisoformat(cells["handed_in"]) if cells["handed_in"] else None
    if handed_in and handed_in.utcoffset() is None:
        raise ValueError(f"a time without an offset: {cells['handed_in']}")
    return Collected(
        _as_it_was(cells["student_id"]),
        _as_it_was(cells["name"]),
        cells["assignment"],
        _as_it_was(cells["file"]),
        handed_in,
        cells["handed_in_from"],
        bool(cells["late_mark"]),
        cells["sha256"],
        _as_it_was(cells["original"]),
        int(cells["attempt"] or 0),
        _as_it_was(cells["remarks"]),
    )


def _as_it_was(cell: str) -> str:
    """A cell without the mark that keeps a spreadsheet from running it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_STARTS) else cell
