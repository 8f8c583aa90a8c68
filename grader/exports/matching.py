"""Who in a downloaded file is who in the grades.

Ids decide, those that the system itself matches by. A student whose ids lead to two different rows is matched with
none of them, since the grades of one person must not go to another; so is a row that two students claim. A name alone
counts only where no id leads anywhere and nobody else on either side is called so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from grader.exports.grades import Grade
from grader.exports.outcome import Stranger

_SUGGESTED: Final = 25  # so many strangers get suggestions: each is compared with a whole class
_NEAR: Final = 0.7  # of two names, from 0 to 1
NO_ID: Final = "no id of theirs is in the file"


@dataclass(frozen=True, slots=True)
class Key:
    """A kind of id that a system matches by."""

    name: str
    columns: tuple[str, ...]
    """Columns of the roster that tell it, by their plain names."""
    email: bool = False
    """Whether the roster's e-mail address is one."""
    own: bool = True
    """Whether the student id may be one where the roster does not tell."""

    def told(self, grade: Grade) -> str:
        """What the roster says."""
        values = (grade.roster[name] for name in grade.roster if plain(name) in self.columns)
        return next((value.strip() for value in values if value.strip()), "")

    def claims(self, grade: Grade) -> dict[str, bool]:
        """What it may be for a student, each with whether that is only supposed."""
        told = self.told(grade)
        if told:
            return {told: False}
        found = {grade.student_id.strip(): True} if self.own else {}
        if self.email and grade.email.strip():
            found[grade.email.strip()] = False
        return found


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody in the downloaded file."""

    place: int
    ids: Mapping[str, str]
    """By the keys' names."""
    name: str = ""

    def __str__(self) -> str:
        return labelled(self.name, next((one for one in self.ids.values() if one), f"row {self.place + 1}"))


@dataclass(slots=True)
class Matching:
    """Who is who."""

    rows: dict[str, Row] = field(default_factory=dict)
    by_name: list[str] = field(default_factory=list)
    unmatched: list[Stranger] = field(default_factory=list)
    unknown: list[Stranger] = field(default_factory=list)


def plain(name: str) -> str:
    """A column's name as far as it counts: ``SIS User ID`` is ``sis_user_id``."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def labelled(name: str, identity: str) -> str:
    """A person in a message."""
    return f"{name} ({identity})" if name else identity


def match(students: Iterable[Grade], rows: Sequence[Row], keys: Sequence[Key], *, names: bool = True) -> Matching:
    """Match students, one grade each, with the rows of a file.

    ``names``: whether a name will do where no id does, and speaks against an id that is only supposed.
    """
    people = list(students)
    index: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for key in keys:
            if identity := row.ids.get(key.name, ""):
                index.setdefault((key.name, identity), []).append(row)
    hits = {grade.student_id: _hits(grade, keys, index) for grade in people}
    reasons: dict[str, str] = {}
    found = Matching()
    claimed = Counter(place for own in hits.values() for place in own)
    for grade in people:
        own = hits[grade.student_id]
        if len(own) > 1:
            reasons[grade.student_id] = f"their ids lead to different rows: {_and(row for row, _ in own.values())}"
        elif own:
            [(row, supposed)] = own.values()
            if claimed[row.place] > 1:
                reasons[grade.student_id] = f"{row} is claimed by {claimed[row.place]} students"
            elif names and supposed and not _alike(grade.name, row.name):
                reasons[grade.student_id] = (
                    f"their id is that of {row}, who has quite another name (--key: trust that id)"
                )
            else:
                found.rows[grade.student_id] = row
    if names:
        _by_name(people, rows, claimed, hits, found, reasons)
    _tell_strangers(people, rows, keys, found, reasons)
    return found


def _hits(
    grade: Grade, keys: Sequence[Key], index: Mapping[tuple[str, str], Sequence[Row]]
) -> dict[int, tuple[Row, bool]]:
    """The rows that a student's ids lead to, each with whether that is only supposed."""
    found: dict[int, tuple[Row, bool]] = {}
    for key in keys:
        for claim, supposed in key.claims(grade).items():
            for row in index.get((key.name, claim), ()):
                found[row.place] = (row, supposed and found.get(row.place, (row, True))[1])
    return found


def _by_name(
    people: Sequence[Grade],
    rows: Sequence[Row],
    claimed: Mapping[int, int],
    hits: Mapping[str, object],
    found: Matching,
    reasons: dict[str, str],
) -> None:
    called = Counter(name for grade in people for name in _names(grade.name))
    theirs: dict[str, list[Row]] = {}
    for row in rows:
        for name in _names(row.name):
            theirs.setdefault(name, []).append(row)
    for grade in people:
        if hits[grade.student_id]:
            continue
        candidates = {row.place: row for name in _names(grade.name) for row in theirs.get(name, ())}
        if len(candidates) > 1 or (candidates and max(called[name] for name in _names(grade.name)) > 1):
            reasons[grade.student_id] = f"{NO_ID}, and more than one person is called {grade.name}"
        elif candidates:
            [row] = candidates.values()
            if not claimed.get(row.place):
                found.rows[grade.student_id] = row
                found.by_name.append(grade.student_id)


def _tell_strangers(
    people: Sequence[Grade],
    rows: Sequence[Row],
    keys: Sequence[Key],
    found: Matching,
    reasons: Mapping[str, str],
) -> None:
    matched = {row.place for row in found.rows.values()}
    theirs = [row for row in rows if row.place not in matched]
    ours = [grade for grade in people if grade.student_id not in found.rows]
    folded = {value.casefold(): value for row in theirs for value in row.ids.values() if value}
    suggest = Suggestions((row.name, str(row)) for row in theirs)
    for grade in ours:
        who = labelled(grade.name, grade.student_id)
        why = reasons.get(grade.student_id) or cased((claim for key in keys for claim in key.claims(grade)), folded)
        found.unmatched.append(Stranger(who, why or NO_ID, suggest(grade.name or grade.student_id)))
    suggest = Suggestions((grade.name, labelled(grade.name, grade.student_id)) for grade in ours)
    for row in theirs:
        found.unknown.append(Stranger(str(row), "not in the grades", suggest(row.name or str(row))))


def cased(claims: Iterable[str], folded: Mapping[str, str]) -> str:
    """Whether somebody is known but for upper and lower case, which counts."""
    for claim in claims:
        other = folded.get(claim.casefold(), claim)
        if other != claim:
            return f"{claim} is {other} there: upper and lower case differ"
    return ""


class Suggestions:
    """The nearest of some people or ids, for the first who ask."""

    def __init__(self, people: Iterable[tuple[str, str]]) -> None:
        """Each as it is compared and as it is shown."""
        self._shown: dict[str, list[str]] = {}
        for compared, shown in people:
            self._shown.setdefault(_sorted_words(compared or shown), []).append(shown)
        self._left = _SUGGESTED

    def __call__(self, compared: str) -> tuple[str, ...]:
        if not self._left:
            return ()
        self._left -= 1
        close = get_close_matches(_sorted_words(compared), self._shown, n=3, cutoff=_NEAR)
        return tuple(shown for one in close for shown in self._shown[one])[:3]


def _sorted_words(text: str) -> str:
    """A name whichever part of it comes first."""
    return " ".join(sorted(re.findall(r"\w+", text.casefold()))) or text


def _names(name: str) -> set[str]:
    """A name as it is compared, also with the last name first."""
    plainly = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    last, comma, first = plainly.partition(",")
    return {one for one in (plainly, f"{first.strip()} {last.strip()}" if comma else "") if one.strip()}


def _alike(one: str, other: str) -> bool:
    """Whether two names have a word in common; a name that is not known is like any."""
    words = [set(re.findall(r"\w+", unicodedata.normalize("NFC", name).casefold())) for name in (one, other)]
    return not words[0] or not words[1] or bool(words[0] & words[1])


def _and(rows: Iterable[Row]) -> str:
    return " and ".join(sorted(map(str, rows)))
