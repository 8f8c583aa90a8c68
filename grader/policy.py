"""Deadlines: when a submission is late, by how many days, and what that costs.

Theory of operation. A deadline is a time on a wall clock. One day after 23:59 is 23:59 of the next day, also where a
night between them has 23 or 25 hours; so days are added to the wall clock's date, while hours and minutes are added as
they pass. All comparing is of instants. Where the wall clock shows a time twice or never, the later instant counts,
which is the one in the student's favour.

    due ──grace── 1 day late ──┬── 2 days late ──┬── …
                               due + 1 day       due + 2 days      each of these limits with the same grace after it

Within the grace nothing is late. After it the days are counted from the deadline, and every one of them ends with the
same grace: who hands in at five past the second midnight is as little a day later than others as at the first one.
"""

from __future__ import annotations

import math
import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from difflib import get_close_matches
from typing import Annotated, Final, Literal, Protocol

import msgspec
from msgspec import Meta

from grader.errors import near

Percent = Annotated[float, Meta(ge=0, le=100)]
Attempts = Literal["last", "best"]

MOST_DAYS: Final = 3650  # of a grace, a row of the table, an extension: what is more is a slip of the keyboard
_YEARS: Final = range(1980, 3000)
_DURATION: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(minute|hour|day)s?")
_DAY: Final = timedelta(days=1)


class PerDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """So many percent of the assignment's points for each day begun."""

    per_day: Percent
    cap: Percent = 100.0


class UpTo(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of a table: who is late by at most ``up_to`` loses ``percent``; without it, whoever is later than that."""

    percent: Percent
    up_to: str | None = None


class Terms(Protocol):
    """The settings that a policy is made of."""

    @property
    def due(self) -> datetime | None: ...
    @property
    def time_zone(self) -> str | None: ...
    @property
    def grace(self) -> str | None: ...
    @property
    def late_penalty(self) -> PerDay | list[UpTo] | None: ...


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days by the calendar, and the rest as it passes."""

    days: int = 0
    rest: timedelta = timedelta(0)

    @classmethod
    def of_days(cls, days: float) -> Span:
        """So many days, the fraction as hours."""
        whole = math.floor(days)
        return cls(whole, timedelta(days=days - whole))

    def __add__(self, other: Span) -> Span:
        return Span(self.days + other.days, self.rest + other.rest)

    @property
    def length(self) -> timedelta:
        """How long it is, with days of 24 hours."""
        return timedelta(self.days) + self.rest


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late a submission is."""

    late: bool
    days: int
    """Begun days; 0 where it is not late."""
    by: timedelta
    """Since the deadline, the grace included; 0 where it is not late."""
    percent: float
    """Of the assignment's points."""
    due: datetime
    """The student's own deadline, extension included and grace not, in the time zone of the deadline."""


@dataclass(frozen=True, slots=True)
class Policy:
    """When an assignment is due, and what it costs to be late."""

    due: datetime
    """In the time zone whose wall clock counts."""
    grace: Span = Span()
    penalty: PerDay | None = None
    table: tuple[tuple[Span | None, float], ...] = ()

    @classmethod
    def of(cls, terms: Terms) -> Policy | None:
        """The policy that is set; None without a deadline.

        A local time that the clocks show twice, in the night in which summer time ends, is taken as the later one, in
        the student's favour.

        Raises:
            ValueError: one line with the setting and what would be right.
        """
        zone = None if terms.time_zone is None else _zone(terms.time_zone)
        if terms.due is None:
            for key in ("grace", "late_penalty"):
                if getattr(terms, key) is not None:
                    raise ValueError(f"{key}: without due there is nothing to be late for; due = {_EXAMPLE} is missing")
            return None
        penalty = terms.late_penalty
        return cls(
            due=_deadline(terms.due, zone),
            grace=Span() if terms.grace is None else _duration("grace", terms.grace),
            penalty=penalty if isinstance(penalty, PerDay) else None,
            table=_table(penalty) if isinstance(penalty, list) else (),
        )

    def lateness(self, handed_in: datetime, extension_days: float = 0.0) -> Lateness:
        """How late a submission is that was handed in then, by a student with that extension.

        Whole days of the extension are counted by the calendar, the rest as hours. Within the grace nothing is late.
        After it, days are counted from the deadline: handed in until the same time on the wall clock n calendar days
        after the deadline, and the grace after that, is n days late.

        Raises:
            ValueError: the time has no time zone, or the extension is no number of days.
        """
        if handed_in.tzinfo is None:
            raise ValueError("the time of handing in has no time zone")
        if not 0 <= extension_days <= MOST_DAYS:
            raise ValueError(f"an extension of {extension_days} days; 0 to {MOST_DAYS} would be right")
        extension = Span.of_days(extension_days)
        due, limit, when = self._end(extension), extension + self.grace, handed_in.astimezone(UTC)
        shown = due.astimezone(self.due.tzinfo)
        if when <= self._end(limit):
            return Lateness(False, 0, timedelta(0), 0.0, shown)
        days = max(1, (when - self._end(limit)) // _DAY - 1)  # no more than it is, by whatever a clock is changed
        while when > self._end(limit + Span(days)):
            days += 1
        return Lateness(True, days, when - due, self._percent(when, days, limit), shown)

    def _percent(self, when: datetime, days: int, limit: Span) -> float:
        if self.penalty is not None:
            return min(self.penalty.cap, days * self.penalty.per_day)
        for up_to, percent in self.table:
            if up_to is None or when <= self._end(limit + up_to):
                return percent
        return 100.0 if self.table else 0.0

    def _end(self, span: Span) -> datetime:
        """The instant so long after the deadline, in UTC."""
        if not span.days:  # the deadline's own instant is known, also where the wall clock shows it twice
            return self.due.astimezone(UTC) + span.rest
        wall = self.due.replace(tzinfo=None, fold=0) + timedelta(span.days)
        return _latest(wall, self.due.tzinfo) + span.rest


def deduction(percent: float, max_score: float, raw: float) -> float:
    """The points that a penalty takes: so many percent of the assignment's points, but no more than were earned."""
    return min(max(raw, 0.0), round(percent / 100 * max_score, 6))


def words(lateness: Lateness, points: float = 0.0, max_score: float = 100.0) -> str:
    """One short sentence: ``2 days late (by 1 d 3 h): −20 points of 100``; empty where nothing is late."""
    if not lateness.late:
        return ""
    late = f"{lateness.days} day{'s' * (lateness.days != 1)} late (by {_short(lateness.by)})"
    if not points:
        return late
    return f"{late}: −{_number(points)} point{'s' * (points != 1)} of {_number(max_score)}"


def _short(time: timedelta) -> str:
    """The two largest units: ``1 d 3 h``."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s"))
    first = next((n for n, (number, _) in enumerate(units) if number), None)
    if first is None:
        return "less than 1 s"
    return " ".join(f"{number} {unit}" for number, unit in units[first : first + 2] if number)


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


# --- reading ----------------------------------------------------------------------------------------------

_EXAMPLE: Final = "2026-11-20T23:59:00+01:00"


def find_zone(name: str) -> zoneinfo.ZoneInfo | None:
    """The IANA time zone of this name; None where there is none."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a name that leads out of the folder of zones, a folder
        return None


def _zone(name: str) -> tzinfo:
    zone = find_zone(name)
    if zone is not None:
        return zone
    known = zoneinfo.available_timezones()
    if not known:
        raise ValueError(f"time_zone: {name!r} cannot be looked up: no time zones on this machine; install tzdata")
    hint = near(name, known)
    if not hint.startswith("; did you mean"):  # there are 600: their cities, before all of them are told
        cities = {one.rpartition("/")[2]: one for one in sorted(known)}
        close = get_close_matches(name, cities, n=1)
        hint = f"; did you mean {cities[close[0]]}?" if close else "; a name such as Europe/Berlin would be right"
    raise ValueError(f"time_zone: no zone is called {name!r}{hint}")


def _deadline(due: datetime, zone: tzinfo | None) -> datetime:
    if due.year not in _YEARS:
        raise ValueError(f"due: the year {due.year}; one from {_YEARS[0]} to {_YEARS[-1]} would be right")
    if due.tzinfo is not None:
        return due if zone is None else due.astimezone(zone)
    if zone is None:
        raise ValueError(
            f'due: {due.isoformat()} is in no time zone; time_zone = "Europe/Berlin" beside it, '
            f"or an offset as in {_EXAMPLE}, would be right"
        )
    there = _latest(due, zone).astimezone(zone)
    if there.replace(tzinfo=None, fold=0) != due:
        raise ValueError(
            f"due: {due.isoformat()} does not exist in {zone}, where the clocks are put forward; "
            f"{there.replace(tzinfo=None).isoformat()} would be right"
        )
    return there


def _latest(wall: datetime, zone: tzinfo | None) -> datetime:
    """The later instant of a time on the wall clock that is shown twice; of one that is left out, what it becomes."""
    return max(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def _duration(key: str, text: str, *, above_zero: bool = False) -> Span:
    found = _DURATION.fullmatch(text.strip())
    example = "a number of minutes, hours or days, such as"
    if found is None:
        raise ValueError(f'{key}: {text!r}; {example} "15 minutes", would be right')
    number, unit = float(found[1]), found[2]
    span = Span.of_days(number) if unit == "day" else Span(0, timedelta(**{unit + "s": number}))
    if span.length > timedelta(MOST_DAYS):
        raise ValueError(f"{key}: {text!r}; at most {MOST_DAYS} days would be right")
    if above_zero and not span.length:
        raise ValueError(f"{key}: {text!r}; more than nothing would be right")
    return span


def _table(rows: Sequence[UpTo]) -> tuple[tuple[Span | None, float], ...]:
    if not rows:
        raise ValueError('late_penalty: no rows; [{ up_to = "1 day", percent = 10 }] would be right')
    table: list[tuple[Span | None, float]] = []
    longest, most = timedelta(0), 0.0
    for number, row in enumerate(rows):
        where = f"late_penalty[{number}]"
        if row.up_to is None:
            if number < len(rows) - 1:
                raise ValueError(f"{where}.up_to: missing; only the last row may be without it")
            span = None
        else:
            span = _duration(f"{where}.up_to", row.up_to, above_zero=True)
            if span.length <= longest:
                raise ValueError(f"{where}.up_to: {row.up_to!r}; longer than in the row before would be right")
            longest = span.length
        if row.percent < most:
            raise ValueError(f"{where}.percent: {row.percent:g}; at least {most:g}, as in the row before, is right")
        most = row.percent
        table.append((span, row.percent))
    return tuple(table)
