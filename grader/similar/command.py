"""`grade similar`: which submissions of a class look alike, as a table, a CSV and a page; a person judges."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from grader.course import Assignment, Course
from grader.errors import printable
from grader.gradebook.store import Gradebook
from grader.similar.fingerprints import Fingerprint, fingerprint, given_hashes
from grader.similar.own_code import NotCompared, Stub, own_pieces, read_stub
from grader.similar.page import WORDS, Work, as_html, in_words
from grader.similar.pairs import Group, Pair, Weights, compare
from grader.submission import Found, Unreadable, find_submissions, parse_submission, read_bytes
from grader.tables import Csv, text
from grader.whole import replacing

COLUMNS: Final = ("rank", "student_a", "student_b", "kind", "score", "shared_parts", "same_code", "file_a", "file_b")
_IN_THE_TERMINAL: Final = 20
_NAMED: Final = 3  # parts that the terminal names; of more it tells how many
_ON_THE_PAGE: Final = 500  # rows of its table; the CSV file has all


@dataclass(frozen=True)
class Similar:
    """What was found in a class."""

    assignment: Assignment
    stub: Stub
    files: dict[str, Found]
    pairs: list[Pair]
    groups: list[Group]
    skipped: list[tuple[str, str]]
    """Who was not compared, and why."""
    weights: Weights
    min_score: float


def similar(
    name: str,
    submissions: Path | None,
    output: Path,
    database: str | None,
    course: Path | None,
    *,
    top: int,
    min_score: float,
    as_json: bool,
) -> int:
    """Compare the submissions in a folder, by default that of the last run of `grade batch`; 0, whatever was found.

    Raises:
        UsageError: there is no such assignment, no folder of submissions, or nothing can be written.
    """
    if submissions is None:
        with Gradebook.at(output, database) as gradebook:
            gradebook.require(name)
            submissions = gradebook.folder(name)
    course_found = Course.at(course.resolve()) if course else Course.find(Path.cwd(), submissions.resolve())
    assignment = course_found.assignment(name)
    found = find_similar(assignment, find_submissions(submissions, name), min_score=min_score, quiet=as_json)
    page, table = output / f"{name}.similar.html", output / f"{name}.similar.csv"
    write(found, page, table, top=top)
    if as_json:
        print(json.dumps(_as_json(found, page, table), indent=2))
    else:
        _print(found, page)
    return 0


def find_similar(assignment: Assignment, found: Iterable[Found], *, min_score: float, quiet: bool = True) -> Similar:
    """The pairs of a class; of each submission no more is kept in memory than its fingerprints.

    Raises:
        CourseError: the stub cannot be read.
    """
    stub = read_stub(assignment)
    given = given_hashes(stub)
    files = {one.student_id: one for one in found}
    prints: dict[str, Fingerprint] = {}
    skipped = []
    console = Console(stderr=True)
    hidden = quiet or not console.is_terminal
    for student in track(sorted(files), "reading", console=console, disable=hidden, transient=True):
        try:
            one = fingerprint(_own(files[student], assignment, stub).pieces, assignment.parts, given)
            if not one.hashes.size:
                raise NotCompared("no code of one's own in it")
            prints[student] = one
        except (NotCompared, Unreadable) as error:
            skipped.append((student, str(error)))
    pairs, groups, weights = compare(prints, min_score)
    return Similar(assignment, stub, files, pairs, groups, skipped, weights, min_score)


def write(found: Similar, page: Path, table: Path, *, top: int) -> None:
    """The page and the CSV file, both or none.

    Raises:
        UsageError: one cannot be written.
    """
    shown = [one for pair in found.pairs[:top] if (one := _side_by_side(pair, found))]
    rows = found.pairs[: max(top, _ON_THE_PAGE)]
    content = as_html(
        title=found.assignment.settings.title,
        facts=_facts(found),
        pairs=rows,
        groups=found.groups,
        skipped=found.skipped,
        shown=shown,
        parts=found.assignment.parts,
        weights=found.weights,
    )
    with replacing(page, table) as [html, csv]:
        html.write(content)
        Csv(csv, COLUMNS).write(_row(rank, pair, found.files) for rank, pair in enumerate(found.pairs, 1))


def _own(one: Found, assignment: Assignment, stub: Stub) -> Work:
    """A submission and what is its author's own in it.

    Raises:
        NotCompared, Unreadable: it cannot be compared.
    """
    if one.path is None:
        raise NotCompared(one.fault or one.note or "nothing was handed in")
    try:
        content = read_bytes(one.path, assignment.settings.limits.source_kb << 10)
        submission = parse_submission(content, one.path.suffix, assignment.name)
        return Work(submission, own_pieces(submission, stub))
    except OSError as error:
        raise NotCompared(f"{one.file}: cannot be read: {error.strerror or type(error).__name__}") from None
    except (NotCompared, Unreadable):
        raise
    except Exception as error:  # whatever a source makes us stumble over, the others are to be compared
        raise NotCompared(f"{one.file}: a fault of the grader: {type(error).__name__}: {error}") from None


def _side_by_side(pair: Pair, found: Similar) -> tuple[Pair, Work, Work] | None:
    """Both submissions once more, with their source; None where one has gone since."""
    try:
        first, second = (_own(found.files[one], found.assignment, found.stub) for one in (pair.first, pair.second))
    except (NotCompared, Unreadable):
        return None
    return pair, first, second


def _facts(found: Similar) -> list[str]:
    pairs, skipped = len(found.pairs), len(found.skipped)
    pairs_found = f"{pairs} pair{'s' * (pairs != 1)} with a score of {100 * found.min_score:g} % or more"
    facts = [f"{found.weights.students} submissions compared", pairs_found]
    if found.groups:
        facts.append(f"{len(found.groups)} group{'s' * (len(found.groups) != 1)} with the same code")
    return [*facts, f"{skipped} not compared"] if skipped else facts


def _row(rank: int, pair: Pair, files: dict[str, Found]) -> list[str]:
    students, paths = (pair.first, pair.second), (files[pair.first].file, files[pair.second].file)
    shared, others = " ".join(pair.parts), "; ".join(pair.others)
    return [
        str(rank), *map(text, students), pair.kind, f"{pair.score:.4f}", text(shared), text(others), *map(text, paths)
    ]  # fmt: skip


def _print(found: Similar, page: Path) -> None:
    console = Console()
    for group in found.groups[:_IN_THE_TERMINAL]:
        who = ", ".join(printable(one) for one in group.students[:4])
        console.print(Text(f"{len(group.students)} students: {WORDS[group.kind]} ({who}, …)"))
    if found.pairs:
        console.print(_table(found.pairs[:_IN_THE_TERMINAL], found.assignment.parts))
    more = len(found.pairs) - _IN_THE_TERMINAL
    if more > 0:
        console.print(Text(f"and {more} more; {page.with_suffix('.csv')} has all"))
    console.print(Text("; ".join(_facts(found))))
    for student, why in found.skipped[:_IN_THE_TERMINAL]:
        console.print(Text(f"not compared: {printable(student)}: {printable(why)}"))
    console.print(Text(f"a reason to look, no verdict; side by side in {page}"))


def _table(pairs: Sequence[Pair], parts: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("", "student", "student", "kind", "score", "shared parts"):
        table.add_column(column, justify="right" if column in ("", "score") else "left")
    for rank, pair in enumerate(pairs, 1):
        words = in_words(pair.parts, parts)
        shared = words if words.count(",") < _NAMED else f"{len(pair.parts)} of {len(parts)} parts"
        second = f"{pair.second} and {len(pair.others)} more" if pair.others else pair.second
        cells = (str(rank), pair.first, second, pair.kind, f"{100 * pair.score:.0f} %", shared)
        table.add_row(*(Text(printable(cell)) for cell in cells))
    return table


def _as_json(found: Similar, page: Path, table: Path) -> dict[str, object]:
    return {
        "assignment": found.assignment.name,
        "compared": found.weights.students,
        "pairs": [
            {
                "students": [one.first, one.second],
                "kind": one.kind,
                "score": one.score,
                "shared_parts": [*one.parts],
                "same_code": [*one.others],
            }
            for one in found.pairs
        ],
        "groups": [
            {"students": [*one.students], "kind": one.kind, "words_of_code": one.tokens} for one in found.groups
        ],
        "not_compared": [{"student": student, "why": why} for student, why in found.skipped],
        "page": str(page),
        "csv": str(table),
    }
