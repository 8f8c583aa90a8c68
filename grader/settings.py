"""The settings of an assignment, ``assignment.toml``: typed, and wrong ones named with what would be right."""

from __future__ import annotations

import re
import tomllib
import types
import typing
from datetime import date, datetime, time
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from grader.errors import CourseError, near
from grader.policy import Attempts, PerDay, Policy, UpTo

OPERATORS = ("@", "**", "%")  # those that a static rule can forbid

Positive = Annotated[float, Meta(gt=0)]
PositiveInteger = Annotated[int, Meta(ge=1)]

# What no check depends on: the late policy comes after the checks, and may change without anything run again.
_AFTER_THE_CHECKS: Final = ("title", "due", "time_zone", "grace", "late_penalty", "attempts")


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a submission may use. Seconds are of work or of sleep; waiting for a busy processor does not count."""

    seconds_per_check: Positive = 10.0
    times_reference: Annotated[float, Meta(ge=1)] = 20.0
    """A check may always take this many times what the reference takes on the same machine."""
    seconds_in_all: Positive = 300.0
    seconds_to_load: Positive = 30.0
    memory_mb: PositiveInteger = 2048
    """On top of what the warm process has loaded."""
    answer_mb: PositiveInteger = 16
    output_kb: PositiveInteger = 64
    file_mb: PositiveInteger = 64
    scratch_mb: PositiveInteger = 256
    """All its files together."""
    threads: PositiveInteger = 512
    source_kb: PositiveInteger = 5120
    readable: list[str] = []
    """Files that a submission may read, relative to the assignment's folder; it finds them under the same names."""


class Forbid(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A static rule: what the source of some parts, and of the helpers that they use, may not name."""

    parts: list[str]
    why: str
    names: list[str] = []
    operators: list[str] = []
    texts: list[str] = []
    """What no text may contain, one that is put together of constants included."""
    anywhere: bool = False
    """Whether these parts break the rule wherever in the source it is broken, not only in what they use."""


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Rules over the submission's source."""

    element_by_element: list[str] = []
    forbid: list[Forbid] = []


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One assignment's settings."""

    title: str
    points: dict[str, Positive]
    preload: list[str] = msgspec.field(default_factory=lambda: ["numpy"])
    limits: Limits = Limits()
    rules: Rules = Rules()
    due: datetime | None = None
    """With an offset, or as the clocks of the time zone show it."""
    time_zone: str | None = None
    """An IANA name; its wall clock decides when a day of being late is over."""
    grace: str | None = None
    late_penalty: PerDay | list[UpTo] | None = None
    attempts: Attempts = "last"
    """Which of a student's submissions counts."""

    def of_the_checks(self) -> dict[str, Any]:
        """The settings that what the checks find depends on."""
        return {key: value for key, value in msgspec.structs.asdict(self).items() if key not in _AFTER_THE_CHECKS}


def read_settings(path: Path) -> Settings:
    """The settings in a file.

    Raises:
        CourseError: one line with the file, the key and what would be right.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path}: not TOML: {error}") from None
    _check_dates(path, content)
    try:
        settings = msgspec.convert(content, Settings)
    except msgspec.ValidationError as error:
        raise CourseError(f"{path}: {_explain(str(error), content)}") from None
    for part in settings.points:
        if not part.isidentifier():
            raise CourseError(f"{path}: points.{part}: the name of a function or class would be right")
    total = sum(settings.points.values())
    if abs(total - 100) > 1e-9:
        raise CourseError(f"{path}: points: they sum to {total:g}; 100 would be right")
    _check_rules(path, settings)
    try:
        Policy.of(settings)
    except ValueError as error:
        raise CourseError(f"{path}: {error}") from None
    return settings


def _check_dates(path: Path, content: dict[str, Any]) -> None:
    """Make a deadline that is a date alone the end of that day; refuse texts, which msgspec would read as well."""
    due = content.get("due")
    if isinstance(due, date) and not isinstance(due, datetime):
        content["due"] = datetime.combine(due, time.max)
    elif due is not None and not isinstance(due, datetime):
        kinds = {bool: "true or false", str: "a text", int: "a whole number", float: "a number", time: "a time alone"}
        got = next((words for kind, words in kinds.items() if isinstance(due, kind)), "a list or table")
        raise CourseError(f"{path}: due: expected a date and time such as 2026-11-20T23:59:00, unquoted, got {got}")


def _check_rules(path: Path, settings: Settings) -> None:
    named = [("rules.element_by_element", pattern) for pattern in settings.rules.element_by_element]
    for rule in settings.rules.forbid:
        named += [("rules.forbid.parts", pattern) for pattern in rule.parts]
        for symbol in rule.operators:
            if symbol not in OPERATORS:
                raise CourseError(
                    f"{path}: rules.forbid.operators: {symbol!r}; one of {', '.join(OPERATORS)} would be right"
                )
    for key, pattern in named:
        if not any(fnmatchcase(part, pattern) for part in settings.points):
            raise CourseError(f"{path}: {key}: {pattern!r} is no part{near(pattern, settings.points)}")


def _explain(message: str, content: dict[str, Any]) -> str:
    """msgspec's message as one that names the key, what is there, and what would be right."""
    what, _, where = message.partition(" - at `$")
    path = where.rstrip("`").lstrip(".")
    if "[...]" in path:  # msgspec does not tell which entry of a table it is
        path = path.replace("[...]", "." + _wrong_entry(content, path))
    unknown = re.match(r"Object contains unknown field `(.*)`", what)
    if unknown:
        key = unknown[1]
        fields = _fields(path)
        return f"{path + '.' if path else ''}{key}: no such setting{near(key, fields)}"
    missing = re.match(r"Object missing required field `(.*)`", what)
    if missing:
        return f"{path + '.' if path else ''}{missing[1]}: missing; this setting is required"
    choice = re.match(r"Invalid enum value '(.*)'", what)
    if choice:
        known = _choices(path)
        return f"{path}: {choice[1]!r}; {' or '.join(known)} would be right"
    wanted = re.sub(r"^Expected `(.*?)`(, got `.*`)?", lambda m: "expected " + _plain_type(m[1]) + _got(m[2]), what)
    return f"{path or 'the file'}: {wanted}"


def _wrong_entry(content: dict[str, Any], path: str) -> str:
    """The first entry of the table of points that is not a number above 0."""
    table = content.get(path.partition("[")[0])
    for key, value in table.items() if isinstance(table, dict) else ():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
            return str(key)
    return "?"


def _plain_type(name: str) -> str:
    words = {
        "str": "a text",
        "float": "a number",
        "int": "a whole number",
        "array": "a list",
        "object": "a table",
        "bool": "true or false",
    }
    name = name.removesuffix(" | null")
    if " | " in name:
        return " or ".join(words.get(one, one) for one in name.split(" | "))
    for short, plain in words.items():
        name = re.sub(rf"\b{short}\b", plain, name, count=1) if name.startswith(short) else name
    return name


def _got(text: str | None) -> str:
    return ", got " + _plain_type(text.removeprefix(", got `").rstrip("`")) if text else ""


def _fields(path: str) -> list[str]:
    """The settings that exist at a path such as ``limits`` or ``rules.forbid[0]``."""
    return list(getattr(_kind(path), "__struct_fields__", ()))


def _choices(path: str) -> list[str]:
    """The texts that a setting may be."""
    return [str(one) for one in typing.get_args(_kind(path))]


def _kind(path: str) -> Any:
    """The type of the setting at a path."""
    kind: Any = Settings
    for step, index in re.findall(r"([a-z_]+)(\[)?", path):
        hints = typing.get_type_hints(kind) if isinstance(kind, type) else {}
        kind = hints.get(step, kind)
        if isinstance(kind, types.UnionType):  # a table or a list of tables: an index tells which
            kinds = [one for one in typing.get_args(kind) if one is not types.NoneType]
            kind = next((one for one in kinds if (typing.get_origin(one) is list) == bool(index)), kinds[0])
        if isinstance(kind, types.GenericAlias) or typing.get_origin(kind) is list:
            kind = typing.get_args(kind)[0]
    return kind
