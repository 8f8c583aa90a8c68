"""Files for Moodle: a table for the import of its gradebook, and a grading worksheet that was downloaded.

One user whom Moodle does not know aborts the whole import, and a row without the key counts for the student above it.
So nobody is in the table who has no key, shares one, or is not in the course as far as that is known. An empty cell
takes a grade away: a student without a score is not in the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from grader.errors import UsageError, near
from grader.exports.canvas import decimal, scaling
from grader.exports.delimited import Sheet, lines
from grader.exports.grades import Grade
from grader.exports.matching import Key, Row, Suggestions, cased, labelled, match, plain
from grader.exports.outcome import EXCUSED, OPEN, Change, Left, Options, Outcome, Stranger
from grader.tables import number, text

_EMAIL: Final = Key("Email address", ("email_address", "moodle_email"), email=True, own=False)
_NUMBER: Final = Key("ID number", ("id_number", "idnumber"))
_IDENTIFIER: Final = Key("Identifier", ("identifier", "participant", "participant_id"), own=False)
_HEADERS: Final = {
    "Email address": ("email_address", "email"),
    "ID number": ("id_number", "idnumber"),
}
_CHOICES: Final = {"email": _EMAIL, "idnumber": _NUMBER}
_WORKSHEET_CHOICES: Final = {"identifier": _IDENTIFIER, **_CHOICES}
_HIGHEST: Final = 100.0
"""Moodle refuses what is above, unless the site allows it."""
_PARTICIPANT: Final = re.compile(r"(?:^|\D)(\d+)(?:_assignsubmission.*)?$", re.DOTALL)
_FORMULAS: Final = ("=", "+", "-", "@")
_UNKNOWN: Final = "not among the users of the course"


def export(graded: Mapping[str, Sequence[Grade]], options: Options, sheet: Sheet | None) -> Outcome:
    """The table for the gradebook's import; ``sheet`` is a list of the course's users from Moodle.

    Raises:
        UsageError: there is more than one assignment, or the list has no column for the key.
    """
    name, grades = _only(graded)
    key = _chosen(options.key or "email", _CHOICES)
    title = options.columns[0] if options.columns else options.titles.get(name) or name
    users = None if sheet is None else _users(sheet, key, {plain(name), plain(title)})
    outcome = Outcome(notes=[scaling(title, grades, options.scale, "--scale")])
    own = {grade.student_id: _value(key, grade) for grade in grades}
    shared = {value for value, count in Counter(filter(None, own.values())).items() if count > 1}
    ours = {value for value in own.values() if value}
    folded = {value.casefold(): value for value in users or () if value not in ours}
    suggest = Suggestions((value, value) for value in folded.values())
    table = []
    for grade in grades:
        value = own[grade.student_id]
        who = labelled(grade.name, grade.student_id)
        if not value:
            outcome.unmatched.append(Stranger(who, f"no {key.name.lower()} of theirs is known"))
        elif value in shared:
            outcome.unmatched.append(Stranger(who, f"another student has the same {key.name.lower()}, {value}"))
        elif users is not None and value not in users:
            why = cased([value], folded) or f"{value} is {_UNKNOWN}"
            outcome.unmatched.append(Stranger(who, why, suggest(value)))
        elif (new := _score(grade, options.scale, _HIGHEST, outcome)) is not None:
            old = (users or {}).get(value, "")
            table.append([_value(_EMAIL, grade), _value(_NUMBER, grade), new, text(grade.comment)])
            if old and decimal(old) == decimal(new):
                outcome.same += 1
            else:
                outcome.changes.append(Change(grade.student_id, title, old, new))
    outcome.students = len(table)
    if not ours:
        outcome.notes.append(f"nobody's {key.name.lower()} is known; --roster FILE tells them")
    outcome.unknown = [Stranger(user, "not in the grades", fault=False) for user in users or () if user not in ours]
    outcome.notes.append(f"in Moodle map {key.name!r} to the user's {key.name.lower()}")
    outcome.notes.append(f"map 'Feedback: {title}' only where it may replace what feedback Moodle has")
    if any(cell.startswith(_FORMULAS) for row in table for cell in row[:2]):
        outcome.notes.append("some ids begin like a formula and must: do not open the file in a spreadsheet")
    outcome.content = [lines([[_EMAIL.name, _NUMBER.name, title, f"Feedback: {title}"], *table])]
    return outcome


def worksheet(graded: Mapping[str, Sequence[Grade]], options: Options, sheet: Sheet) -> Outcome:
    """The downloaded grading worksheet of an assignment with its scores and comments.

    Raises:
        UsageError: there is more than one assignment, or it is not such a worksheet.
    """
    name, grades = _only(graded)
    keys = tuple(_WORKSHEET_CHOICES.values())
    if options.key is not None:
        keys = (replace(_chosen(options.key, _WORKSHEET_CHOICES), own=True),)  # then a bare number will do
    if sheet.delimiter != ",":
        raise UsageError(
            f"{sheet.shown}: Moodle reads a worksheet only with commas; the file as downloaded would be right"
        )
    what = "a grading worksheet from Moodle (in English, or with --column)"
    identifier = 0 if options.columns else sheet.required(_IDENTIFIER.name, of=what)
    column = sheet.required(options.columns[0] if options.columns else "Grade", of=what)
    if not options.columns:
        sheet.required("Last modified (grade)", of=what)
    maximum, locked = sheet.column("Maximum Grade"), sheet.column("Grade can be changed")
    feedback, full_name = sheet.column("Feedback comments"), sheet.column("Full name")
    places = {key.name: _column(sheet, key) for key in _CHOICES.values()}
    rows = []
    for place in sheet.students():
        ids = {key: sheet.cell(place, at).strip() for key, at in places.items()}
        numbered = _PARTICIPANT.search(sheet.cell(place, identifier).strip())
        ids = {_IDENTIFIER.name: numbered[1] if numbered else ""} | ids
        rows.append(Row(place, ids, sheet.cell(place, full_name).strip()))
    matching = match(map(_numbered, grades), rows, keys, names=options.key is None)
    outcome = Outcome(
        students=len(matching.rows),
        by_name=matching.by_name,
        unmatched=matching.unmatched,
        unknown=matching.unknown,
    )
    limits = {row.place: decimal(sheet.cell(row.place, maximum).strip()) for row in rows}
    known = sorted({float(limit) for limit in limits.values() if limit is not None and limit > 0})
    target = options.scale if options.scale is not None else known[0] if len(known) == 1 else None
    outcome.notes.append(scaling(name, grades, target, "--scale" if options.scale is not None else "Maximum Grade"))
    for grade in grades:
        row = matching.rows.get(grade.student_id)
        if row is None:
            continue
        if locked is not None and sheet.cell(row.place, locked).strip().casefold() == "no":
            outcome.left.append(Left(grade.student_id, name, "Moodle says that the grade cannot be changed"))
            continue
        limit = limits[row.place]
        new = _score(grade, target, float(limit) if limit is not None and limit > 0 else _HIGHEST, outcome)
        if new is None:
            continue
        old = sheet.cell(row.place, column).strip()
        told = text(grade.comment) if feedback is not None else ""
        unsaid = bool(told) and told != sheet.cell(row.place, feedback)
        same = decimal(old) is not None and decimal(old) == decimal(new)
        if same and not unsaid:
            outcome.same += 1
            continue
        if not same:
            sheet.set(row.place, column, new)
            outcome.changes.append(Change(grade.student_id, sheet.header[column], old, new))
        if unsaid and feedback is not None:
            before = sheet.cell(row.place, feedback)
            sheet.set(row.place, feedback, told)
            outcome.changes.append(Change(grade.student_id, sheet.header[feedback], before, told))
    outcome.content = [sheet.encode()]
    return outcome


def _only(graded: Mapping[str, Sequence[Grade]]) -> tuple[str, Sequence[Grade]]:
    if len(graded) != 1:
        raise UsageError(f"Moodle gets one assignment at a time; one of {', '.join(graded)} would be right")
    [(name, grades)] = graded.items()
    return name, grades


def _chosen(key: str, choices: Mapping[str, Key]) -> Key:
    if key not in choices:
        raise UsageError(f"--key {key}: Moodle's users are not told apart by it here{near(key, choices)}")
    return choices[key]


def _value(key: Key, grade: Grade) -> str:
    """The one value of a key that goes into the table."""
    told = key.told(grade)
    if told or not key.email:
        return told or grade.student_id.strip()
    return grade.email.strip() or (grade.student_id.strip() if "@" in grade.student_id[1:] else "")


def _column(sheet: Sheet, key: Key) -> int | None:
    found = [place for place, header in enumerate(sheet.header) if plain(header) in _HEADERS[key.name]]
    return found[0] if found else None


def _users(sheet: Sheet, key: Key, titles: set[str]) -> dict[str, str]:
    """The users of the course by the key, with the grades that they have where the list tells."""
    column = _column(sheet, key)
    if column is None:
        raise UsageError(
            f"{sheet.shown}: no column {key.name!r}, so the course's users are not known{near(key.name, sheet.header)}"
        )
    grades = [
        place
        for place, header in enumerate(sheet.header)
        if plain(re.sub(r"^\w+:\s*|\s*\(Real\)$", "", header)) in titles or plain(header) in titles
    ]
    graded = grades[0] if grades else None
    found: dict[str, str] = {}
    for place in sheet.students():
        if value := sheet.cell(place, column).strip():
            old = sheet.cell(place, graded).strip()
            found[value] = "" if old == "-" else old
    return found


def _numbered(grade: Grade) -> Grade:
    """With the participant's number as the roster or the name of the folder tells it."""
    told = _IDENTIFIER.told(grade) or (grade.student_id if not grade.student_id.isdecimal() else "")
    found = _PARTICIPANT.search(told.strip())
    named = told != grade.student_id or "_assignsubmission" in told or told.startswith("Participant ")
    if found is None or not named:
        return grade
    others = {name: value for name, value in grade.roster.items() if plain(name) not in _IDENTIFIER.columns}
    return replace(grade, roster=others | {"identifier": found[1]})


def _score(grade: Grade, target: float | None, highest: float, outcome: Outcome) -> str | None:
    """What stands in the cell; None where it is to be left, which is told."""
    score = grade.scaled(target)
    if grade.excused:
        outcome.left.append(Left(grade.student_id, grade.assignment, EXCUSED, fault=False))
    elif score is None:
        outcome.left.append(Left(grade.student_id, grade.assignment, OPEN))
    elif float(number(score)) > highest:
        why = f"{number(score)} is above {number(highest)}, which Moodle refuses"
        outcome.left.append(Left(grade.student_id, grade.assignment, why))
    else:
        return number(score)
    return None
