"""A workbook: all assignments on one sheet, and a sheet for each with its parts, penalties and comments.

XlsxWriter writes it and nothing else: texts are text cells whatever they begin with, so none is ever a formula or a
link.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from grader.exports.grades import Grade
from grader.exports.outcome import EXCUSED, OPEN, Left, Options, Outcome

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

PEOPLE: Final = ("student_id", "name", "email", "section")
_LONGEST_TEXT: Final = 32_767  # what a cell can hold, in UTF-16
_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED: Final = frozenset({"grades", "history"})
_CREATED: Final = datetime(2000, 1, 1)  # the same grades give the same bytes


def export(graded: Mapping[str, Sequence[Grade]], options: Options) -> Outcome:
    """The workbook."""
    everybody: dict[str, Grade] = {}
    outcome = Outcome()
    for name, grades in graded.items():
        for grade in grades:
            everybody.setdefault(grade.student_id, grade)
            if grade.score is None and not grade.excused:
                outcome.left.append(Left(grade.student_id, name, OPEN))
    outcome.students = len(everybody)
    if options.scale is not None:
        outcome.notes.append(f"scores are scaled to {options.scale:g} points (--scale), raw scores and parts are not")
    outcome.content = (_workbook(graded, everybody, options) for _ in range(1))  # not for a dry run
    return outcome


def _workbook(graded: Mapping[str, Sequence[Grade]], everybody: Mapping[str, Grade], options: Options) -> bytes:
    import xlsxwriter

    memory = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(memory, settings) as book:
        book.set_properties({"title": "Grades", "created": _CREATED})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Grades")
        own = {name: {grade.student_id: grade for grade in grades} for name, grades in graded.items()}
        _head(sheet, (*PEOPLE, *graded), bold)
        for place, student in enumerate(sorted(everybody), 1):
            grades = [own[name].get(student) for name in graded]
            _row(sheet, place, [*_person(everybody[student]), *(_told(one, options) if one else "" for one in grades)])
        taken = set(_RESERVED)
        for name, some in graded.items():
            parts = list(dict.fromkeys(part for grade in some for part in grade.parts))
            columns = ("status", "score", "max_score", "raw_score", "penalty", *parts, "overridden", "comment")
            sheet = book.add_worksheet(_sheet_name(name, taken))
            _head(sheet, (*PEOPLE, *columns), bold)
            for place, grade in enumerate(some, 1):
                scores = [_told(grade, options), grade.max_score if options.scale is None else options.scale]
                of_parts = [grade.parts[part][0] if part in grade.parts else "" for part in parts]
                raw = "" if grade.raw_score is None else grade.raw_score
                cells = [grade.status, *scores, raw, grade.penalty, *of_parts, grade.overridden, grade.comment]
                _row(sheet, place, [*_person(grade), *cells])
    return memory.getvalue()


def _told(grade: Grade, options: Options) -> str | float:
    score = grade.scaled(options.scale)
    return EXCUSED if grade.excused else "" if score is None else round(score, 4)


def _person(grade: Grade) -> list[str | float]:
    return [grade.student_id, grade.name, grade.email, grade.section]


def _head(sheet: Worksheet, names: Sequence[str], style: Any) -> None:
    for column, name in enumerate(names):
        sheet.write_string(0, column, _text(name), style)
    sheet.freeze_panes(1, len(PEOPLE))
    sheet.set_column(0, len(PEOPLE) - 1, 18)


def _row(sheet: Worksheet, place: int, cells: Sequence[str | float]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(place, column, _text(cell))
        else:
            sheet.write_number(place, column, cell)


def _text(value: str) -> str:
    """Valid Unicode, as long as a cell may be."""
    value = value.encode("utf-8", "backslashreplace").decode("utf-8")
    while len(value.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
        value = value[: min(len(value) - 1, _LONGEST_TEXT) * 9 // 10] + "…"
    return value


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that a workbook allows, and that no other sheet has."""
    stem = _NOT_IN_NAMES.sub("_", name).strip("'")[:_LONGEST_NAME] or "_"
    found, count = stem, 1
    while found.casefold() in taken:
        count += 1
        end = f" {count}"
        found = stem[: _LONGEST_NAME - len(end)] + end
    taken.add(found.casefold())
    return found
