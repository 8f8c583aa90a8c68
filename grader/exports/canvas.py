"""A gradebook that was downloaded from Canvas, with scores filled in.

Canvas makes a new assignment of every header that it does not know, and takes an assignment's points from a filled
cell of the row *Points Possible*. So only columns are filled that the download has, by the number that Canvas gave
them, and the points above them are left blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from grader.errors import UsageError, near
from grader.exports.delimited import Sheet
from grader.exports.grades import Grade
from grader.exports.matching import Key, Row, match, plain
from grader.exports.outcome import EXCUSED, OPEN, Change, Left, Options, Outcome, Stranger
from grader.tables import number

KEYS: Final = (
    Key("ID", ("canvas_id", "canvas_user_id")),
    Key("SIS User ID", ("sis_user_id", "sis_id")),
    Key("SIS Login ID", ("sis_login_id", "login_id", "login", "username"), email=True),
)
_POINTS: Final = "Points Possible"
_EXCUSED: Final = "EX"
_NUMBERED: Final = re.compile(r"\s*\(\d+\)$")
_DROPPED: Final = re.compile(r"(Current|Final) (Score|Points|Grade)|Override ")
_POSTING: Final = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
_READ_ONLY: Final = re.compile(r"read\s+only")
_TESTER: Final = frozenset({"student, test", "test student"})
_NUMBER: Final = re.compile(r"-?[0-9.,]+%?")


def export(graded: Mapping[str, Sequence[Grade]], options: Options, sheet: Sheet) -> Outcome:
    """The downloaded gradebook with the scores of these assignments.

    Raises:
        UsageError: it is not a gradebook of Canvas, or has no column for an assignment.
    """
    first, section = _check_header(sheet)
    keys = _chosen(options.key)
    offered = _offered(sheet, section)
    targets = {
        name: _column(sheet, offered, name, options.titles.get(name, ""), options.columns[place : place + 1])
        for place, name in enumerate(graded)
    }
    if len(set(targets.values())) < len(targets):
        raise UsageError(f"{sheet.shown}: two assignments for one column; --column, once for each, says which")
    points, rows = _rows(sheet, first)
    if points is not None:
        for name, column in targets.items():
            if _READ_ONLY.search(sheet.cell(points, column)):
                raise UsageError(f"{sheet.shown}: Canvas calls the column {sheet.header[column]!r} read only ({name})")
    people = {grade.student_id: grade for grades in graded.values() for grade in grades}
    matching = match(people.values(), rows, keys, names=options.key is None)
    outcome = Outcome(
        students=len(matching.rows),
        by_name=matching.by_name,
        unmatched=matching.unmatched,
        unknown=[_excepting_tester(one) for one in matching.unknown],
    )
    for name, column in targets.items():
        _fill(sheet, column, points, graded[name], matching.rows, options.scale, outcome)
    outcome.notes.append("import it soon: scores that change in Canvas after the download would be changed back")
    outcome.content = [sheet.encode()]
    return outcome


def _check_header(sheet: Sheet) -> tuple[int, int]:
    """Where the ids begin, and where the section stands."""
    header = sheet.header
    if len(header) > 4 and header[0] == "LastName" and header[1] == "FirstName" and "ID" in header[2]:
        first = 2
    elif len(header) > 3 and "Student" in header[0] and "ID" in header[1]:
        first = 1
    else:
        raise UsageError(
            f"{sheet.shown}: not a gradebook that was exported from Canvas: it begins with "
            f"{', '.join(map(repr, header[:3]))}; Student, ID would be right"
        )
    return first, sheet.required("Section", of="a gradebook that was exported from Canvas")


def _chosen(key: str | None) -> tuple[Key, ...]:
    if key is None:
        return KEYS
    known = {plain(one.name): one for one in KEYS}
    if plain(key) not in known:
        raise UsageError(f"--key {key}: Canvas has no such id{near(plain(key), known)}")
    return (known[plain(key)],)


def _offered(sheet: Sheet, section: int) -> dict[str, int]:
    """The columns of assignments that Canvas knows, by header."""
    return {
        header: place
        for place, header in enumerate(sheet.header)
        if place > section and _NUMBERED.search(header) and not _DROPPED.search(header)
    }


def _column(sheet: Sheet, offered: Mapping[str, int], name: str, title: str, told: Sequence[str]) -> int:
    """The column of an assignment: as told, else by its title or its name."""
    if told:
        header = told[0].strip()
        if header not in offered:
            why = "Canvas would make a new assignment of it"
            if header in sheet.header:
                why = "no assignment that Canvas knows by a number, such as HW1 (12345)"
            raise UsageError(f"{sheet.shown}: no column {header!r} to fill in: {why}{_nearest(header, offered)}")
        sheet.column(header)
        return offered[header]
    wanted = {plain(name), plain(title)} - {""}
    found = [header for header in offered if plain(_NUMBERED.sub("", header)) in wanted]
    if len(found) != 1:
        many = f"columns {' and '.join(map(repr, found))}" if found else "no column"
        hint = "" if found else _nearest(title or name, offered)
        raise UsageError(f"{sheet.shown}: {many} for {title or name}; --column HEADER says which{hint}")
    sheet.column(found[0])
    return offered[found[0]]


def _nearest(words: str, offered: Mapping[str, int]) -> str:
    """What may have been meant; the number that Canvas adds does not make two headers less alike."""
    bare = [header for header in offered if plain(_NUMBERED.sub("", header)) == plain(words)]
    return f"; did you mean {' or '.join(bare)}?" if bare else near(words, offered)


def _rows(sheet: Sheet, first: int) -> tuple[int | None, list[Row]]:
    """The row of the points, and those of students."""
    places = {key.name: sheet.column(key.name) for key in KEYS} | {"ID": first}
    points, found = None, []
    for place in sheet.students():
        cells = sheet.rows[place]
        if _POINTS in cells[0]:
            points = place
        elif not all(_POSTING.fullmatch(cell) for cell in cells):
            ids = {name: sheet.cell(place, column).strip() for name, column in places.items()}
            name = cells[0].strip() if first == 1 else f"{sheet.cell(place, 1).strip()} {cells[0].strip()}"
            found.append(Row(place, ids, name))
    return points, found


def _excepting_tester(one: Stranger) -> Stranger:
    """Every Canvas course has a made-up student, who is not missed."""
    if one.who.rpartition(" (")[0].casefold() in _TESTER:
        return Stranger(one.who, "the test student of Canvas", (), fault=False)
    return one


def _fill(
    sheet: Sheet,
    column: int,
    points: int | None,
    grades: Sequence[Grade],
    rows: Mapping[str, Row],
    scale: float | None,
    outcome: Outcome,
) -> None:
    header = sheet.header[column]
    written = "" if points is None else sheet.cell(points, column).strip()
    worth = decimal(written)
    target = scale if scale is not None else float(worth) if worth is not None and worth > 0 else None
    outcome.notes.append(scaling(header, grades, target, "--scale" if scale is not None else _POINTS))
    if points is not None and written:
        sheet.set(points, column, "")
        outcome.notes.append(f"{header}: {_POINTS} ({written}) is left blank, so that Canvas keeps the points it has")
    for grade in grades:
        row = rows.get(grade.student_id)
        if row is None:
            continue
        score = grade.scaled(target)
        if score is None and not grade.excused:
            outcome.left.append(Left(grade.student_id, grade.assignment, OPEN))
            continue
        new = _EXCUSED if grade.excused else number(score or 0.0)
        old = sheet.cell(row.place, column).strip()
        if _same(old, new):
            outcome.same += 1
            continue
        sheet.set(row.place, column, new)
        outcome.changes.append(Change(grade.student_id, header, old, new))
        if grade.excused and old:
            outcome.notes.append(f"{header}: {grade.student_id} is {EXCUSED} in place of {old}")


def scaling(column: str, grades: Sequence[Grade], target: float | None, why: str) -> str:
    """What is done with the points, in words."""
    worth = sorted({round(grade.max_score, 6) for grade in grades})
    of = " or ".join(map(number, worth)) or "no"
    if target is None or worth == [target]:
        return f"{column}: scores as graded, of {of} points"
    return f"{column}: scores of {of} points are scaled to {number(target)} ({why})"


def decimal(text: str) -> Decimal | None:
    """A number as Canvas reads it: the last point or comma is the decimal one."""
    if not _NUMBER.fullmatch(text):
        return None
    *whole, last = re.split("[.,]", text.rstrip("%"))
    try:
        return Decimal(f"{''.join(whole)}.{last}" if whole else last)
    except InvalidOperation:
        return None


def _same(old: str, new: str) -> bool:
    """Whether Canvas sees no change: it looks at two decimals."""
    one, other = decimal(old), decimal(new)
    if one is None or other is None:
        return old.upper() == new
    cent = Decimal("0.01")
    return one.quantize(cent, ROUND_HALF_UP) == other.quantize(cent, ROUND_HALF_UP)
