"""`grade export`: grades as files that other systems import, and what an import would change."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.course import Course
from grader.errors import UsageError, near, printable
from grader.exports.delimited import Sheet
from grader.exports.gather import gather
from grader.exports.grades import Grade
from grader.exports.outcome import Options, Outcome, Stranger
from grader.roster import read_roster
from grader.whole import replacing, write_page

Graded = Mapping[str, Sequence[Grade]]

_SHOWN: Final = 20  # rows of a list on the terminal; --json has all


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what makes it, from what, and how its file is called by default."""

    make: Callable[[Graded, Options, Sheet | None], Outcome]
    file: str
    into: str = ""
    """``needed`` or ``possible``: a file that was downloaded from the system."""
    details: bool = False
    columns: bool = False
    key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What `grade export` was asked for."""

    names: Sequence[str]
    format: str
    to: Path | None
    into: Path | None
    roster: Path | None
    columns: tuple[str, ...]
    key: str | None
    scale: float | None
    dry_run: bool
    output: Path
    database: str | None
    course: Path | None
    as_json: bool


# --- the formats, each imported when it is asked for ------------------------------------------------------


def _canvas(graded: Graded, options: Options, sheet: Sheet | None) -> Outcome:
    from grader.exports.canvas import export

    assert sheet is not None
    return export(graded, options, sheet)


def _moodle(graded: Graded, options: Options, sheet: Sheet | None) -> Outcome:
    from grader.exports.moodle import export

    return export(graded, options, sheet)


def _worksheet(graded: Graded, options: Options, sheet: Sheet | None) -> Outcome:
    from grader.exports.moodle import worksheet

    assert sheet is not None
    return worksheet(graded, options, sheet)


def _gradescope(graded: Graded, options: Options, _: Sheet | None) -> Outcome:
    from grader.exports.gradescope import export

    return export(graded, options)


def _nbgrader(graded: Graded, options: Options, _: Sheet | None) -> Outcome:
    from grader.exports.nbgrader import export

    return export(graded, options)


def _plain(graded: Graded, options: Options, _: Sheet | None) -> Outcome:
    from grader.exports.plain import export

    return export(graded, options)


def _junit(graded: Graded, options: Options, _: Sheet | None) -> Outcome:
    from grader.exports.junit import export

    return export(graded, options)


def _xlsx(graded: Graded, options: Options, _: Sheet | None) -> Outcome:
    from grader.exports.xlsx import export

    return export(graded, options)


FORMATS: Final = {
    "canvas": Format(_canvas, "canvas.csv", into="needed", columns=True, key=True),
    "moodle": Format(_moodle, "moodle.csv", into="possible", columns=True, key=True),
    "moodle-worksheet": Format(_worksheet, "worksheet.csv", into="needed", columns=True, key=True),
    "gradescope": Format(_gradescope, "", details=True),
    "nbgrader": Format(_nbgrader, "nbgrader.csv"),
    "json": Format(_plain, "grades.json", details=True),
    "junit": Format(_junit, "junit.xml", details=True),
    "xlsx": Format(_xlsx, "grades.xlsx", details=True),
}


# --- the command ------------------------------------------------------------------------------------------


def export(request: Request) -> int:
    """Write the file, or with ``dry_run`` only tell what would be in it; the exit code.

    Raises:
        UsageError: it could not be done; nothing is written.
    """
    chosen = _validated(request)
    sheet = Sheet.read(request.into) if request.into is not None else None
    roster = None if request.roster is None else read_roster(request.roster)
    graded = gather(request.output, request.database, request.names, roster, details=chosen.details)
    if len(request.columns) > len(graded):
        raise UsageError(f"--column: {len(request.columns)} columns for {len(graded)} assignments")
    options = Options(
        columns=request.columns, key=request.key, scale=request.scale, titles=_titles(request.course, list(graded))
    )
    outcome = chosen.make(graded, options, sheet)
    where = None
    if not outcome.students:
        outcome.notes.append("nobody can be exported, so nothing is written")
    elif request.to is not None and not request.dry_run:
        where = _write(outcome, request.to, chosen)
    if request.as_json:
        print(json.dumps(_as_json(request, outcome, where), indent=2))
    else:
        _print(request, outcome, where)
    return 0 if outcome.clean and outcome.students else 1


def _validated(request: Request) -> Format:
    if request.format not in FORMATS:
        raise UsageError(f"--format {request.format}: there is no such format{near(request.format, FORMATS)}")
    chosen = FORMATS[request.format]
    wrong = {
        "--into": request.into is not None and not chosen.into,
        "--column": bool(request.columns) and not chosen.columns,
        "--key": request.key is not None and not chosen.key,
        "--scale": request.scale is not None and request.format == "junit",
    }
    for option, given in wrong.items():
        if given:
            raise UsageError(f"{option} means nothing for --format {request.format}")
    if request.scale is not None and not 0 < request.scale < 1e6:
        raise UsageError(f"--scale {request.scale:g}: so many points as the assignment is worth would be right")
    if chosen.into == "needed" and request.into is None:
        raise UsageError(f"--format {request.format} fills in a file: --into FILE, as it was downloaded, is missing")
    if request.columns and not request.names:
        raise UsageError("--column is for an assignment that is named")
    if request.to is None and not request.dry_run:
        raise UsageError("--to says where it is to be written; with --dry-run nothing is")
    if request.to is not None and request.into is not None and request.to.resolve() == request.into.resolve():
        raise UsageError(
            f"{request.to}: that is the downloaded file, which stays as it is; another --to would be right"
        )
    if request.to is not None and not chosen.file and request.to.exists() and not request.to.is_dir():
        raise UsageError(f"{request.to}: a folder would be right for --format {request.format}")
    return chosen


def _titles(course: Path | None, names: Sequence[str]) -> dict[str, str]:
    """What students call the assignments; a gradebook is exported without its course too, so none is required."""
    try:
        found = Course.at(course.resolve()) if course is not None else Course.find(Path.cwd())
        return {name: found.assignment(name).settings.title for name in names if name in found.names}
    except UsageError:
        if course is not None:
            raise
        return {}


def _write(outcome: Outcome, to: Path, chosen: Format) -> Path:
    """Write the file or the folder; where it is."""
    if outcome.files is not None:
        for name, content in outcome.files:
            path = to / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UsageError(f"{path.parent}: cannot be made: {error.strerror or error}") from None
            write_page(path, content)
        return to
    path = to / chosen.file if to.is_dir() else to
    with replacing(path) as [file]:
        for piece in outcome.content:
            file.write(piece)
    return path


def _as_json(request: Request, outcome: Outcome, where: Path | None) -> dict[str, object]:
    return {
        "format": request.format,
        "file": None if where is None else os.fspath(where),
        "dry_run": request.dry_run,
        "matched": outcome.students,
        "matched_by_name": outcome.by_name,
        "same": outcome.same,
        "changes": [asdict(one) for one in outcome.changes],
        "left_alone": [asdict(one) for one in outcome.left],
        "only_in_grades": [asdict(one) for one in outcome.unmatched],
        "only_in_file": [asdict(one) for one in outcome.unknown],
        "notes": outcome.notes,
    }


def _print(request: Request, outcome: Outcome, where: Path | None) -> None:
    console = Console()
    if request.dry_run:
        changes = [(one.student_id, one.column, one.old or "–", one.new) for one in outcome.changes]
        _list(console, "", ("student", "column", "was", "becomes"), changes)
    left = [(one.student_id, one.assignment, one.why) for one in outcome.left]
    _list(console, "left alone", ("student", "assignment", "why"), left)
    for title, strangers in (
        ("in the grades, not exported", outcome.unmatched),
        ("in the downloaded file only", [one for one in outcome.unknown if one.fault or request.dry_run]),
    ):
        _list(console, title, ("who", "why", "nearest"), [_stranger(one) for one in strangers])
    for student in outcome.by_name[:_SHOWN]:
        _say(console, f"{student} was matched by name only", "yellow")
    if len(outcome.by_name) > _SHOWN:
        _say(console, f"and {len(outcome.by_name) - _SHOWN} more were matched by name only", "yellow")
    for note in outcome.notes[: 2 * _SHOWN]:
        _say(console, note)
    missing = len(outcome.unmatched) + sum(one.fault for one in outcome.unknown)
    counts = [f"{outcome.students} students"]
    if request.into is not None:
        counts = [f"{outcome.students} matched", f"{missing} not", f"{outcome.same} cells as they were"]
    if outcome.changes:
        counts.append(f"{len(outcome.changes)} {'would change' if request.dry_run else 'filled in'}")
    if outcome.left:
        counts.append(f"{len(outcome.left)} left alone")
    _say(console, ", ".join(counts))
    if where is not None:
        print(printable(os.fspath(where)))


def _stranger(one: Stranger) -> tuple[str, str, str]:
    return one.who, one.why, " or ".join(one.near)


def _list(console: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title or None, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows[:_SHOWN]:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)
    if len(rows) > _SHOWN:
        _say(console, f"and {len(rows) - _SHOWN} more; --json has them all")


def _say(console: Console, words: str, style: str = "") -> None:
    console.print(Text(printable(words), style=style))
