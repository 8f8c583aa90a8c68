"""Moments as exports write them, brought to one form: with a time zone, or unknown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9})\d*)?\s*(\S.*)?", re.ASCII)
_OFFSET: Final = re.compile(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)(?::?\d\d)?", re.ASCII)
_A_MACHINES_WORK: Final = 5  # so many students in the order of their times are no accident
_SITTING: Final = timedelta(minutes=30)


def parse(text: str) -> datetime | None:
    """``2015-02-02 15:58:23.948203 America/Los_Angeles``, ``… UTC``, ``…Z``, ``…+01:00``; without a zone it is UTC."""
    match = _MOMENT.fullmatch(text.strip()[:200])
    if not match:
        return None
    zone = _zone((match[4] or "UTC").strip())
    fraction = ((match[3] or "") + "000000")[:6]
    try:
        when = datetime.fromisoformat(f"{match[1]} {match[2]}").replace(microsecond=int(fraction))
        return when.replace(tzinfo=zone) if zone and with_offset(when.replace(tzinfo=zone)) else None
    except (ValueError, OverflowError):
        return None


def _zone(text: str) -> tzinfo | None:
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if offset := _OFFSET.fullmatch(text):
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes)) if minutes < 24 * 60 else None
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        return None


def with_offset(when: datetime) -> bool:
    """Whether the moment can be told as ISO 8601 with an offset, and compared with others."""
    try:
        return when.utcoffset() is not None and bool(when.astimezone(UTC).isoformat())
    except (ValueError, OverflowError, OSError):
        return False


def from_seconds(seconds: float) -> datetime | None:
    """Seconds since 1970 as a moment in UTC; none where a clock stood still."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def from_local(fields: Sequence[int]) -> datetime | None:
    """Year to second on this machine's clock; a zip tells no zone. 1980 is what it tells where it knows nothing."""
    try:
        when = datetime(*fields[:6]).astimezone() if fields[0] > 1980 else None  # type: ignore[arg-type]
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return when if when and with_offset(when) else None


def one_sitting(times: Sequence[datetime | None]) -> bool:
    """Whether these, in the order of an archive, tell when it was made rather than when students handed in."""
    known = [when for when in times if when]
    return (
        len(known) >= _A_MACHINES_WORK
        and all(one <= other for one, other in itertools.pairwise(known))
        and known[-1] - known[0] <= _SITTING
    )
