"""Gradescope's export: ``submission_<n>/…`` beside a ``submission_metadata.yml`` that says whose they are and when."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import yaml

from grader.collecting.entries import Budget, Entry, Handed, Note, Refused
from grader.collecting.legible import student_id
from grader.collecting.times import parse
from grader.errors import UsageError, printable

METADATA: Final = "submission_metadata.yml"
FROM: Final = "gradescope"
_LONGEST: Final = 48 << 20
_MOST_EVENTS: Final = 5_000_000
_DEEPEST: Final = 64


class Submitter(NamedTuple):
    """One of those who handed in together."""

    name: str
    sid: str
    email: str


class _Submission(NamedTuple):
    submitters: list[Submitter]
    created: datetime | None


def hand_ins(entries: Sequence[Entry], root: int, budget: Budget, notes: list[Note]) -> list[Handed]:
    """Who handed in which file; the id is the student's number, else the e-mail address; of a group, everybody.

    Raises:
        UsageError: the list of submissions is damaged.
    """
    [listed] = [entry for entry in entries if entry.parts[root:] == (METADATA,)]
    try:
        submissions = read_metadata(listed.read(_LONGEST, budget))
    except Refused as refused:
        raise UsageError(f"{printable(listed.shown)}: {refused}") from None
    found: list[Handed] = []
    there: set[str] = set()
    unknown: dict[str, int] = {}
    for entry in entries:
        first, *path = entry.parts[root:]
        if entry is listed:
            continue
        submission = submissions.get(first)
        if not path or submission is None:
            unknown[first] = unknown.get(first, 0) + 1
            continue
        there.add(first)
        when = submission.created
        time, time_from = (when, FROM) if when else (entry.time, entry.time_from)
        group = len(submission.submitters)
        remark = f"a group of {group}" if group > 1 else ""
        for one in submission.submitters:
            if id_ := student_id(one.sid) or student_id(one.email):
                handed = Handed(id_, one.name, entry, tuple(path), time, time_from, False, remark, entry.shown)
                found.append(handed)
    notes += [Note("look", first, f"not in {METADATA} ({count} files)") for first, count in unknown.items()]
    for key, submission in submissions.items():
        if not submission.submitters:
            notes.append(Note("look", key, f"nobody's, says {METADATA}"))
        for one in submission.submitters:
            if not (one.sid.strip() or one.email.strip()):
                notes.append(Note("look", key, f"a student without number and e-mail address: {one.name!r}"))
        if key not in there:
            notes.append(Note("look", key, f"in {METADATA}, but there are no files of it"))
    return found


def read_metadata(content: bytes) -> dict[str, _Submission]:
    """Submissions by the name of their folder; read as texts only, event by event, so that nothing is built of it.

    Raises:
        Refused: it is not YAML, too large or too deep, or has aliases where a student is named.
    """
    loader = getattr(yaml, "CLoader", yaml.Loader)  # only its events are asked for: no tag is ever acted upon
    try:
        events = _Events(yaml.parse(content, Loader=loader))
        return dict(_submissions(events))
    except (yaml.YAMLError, UnicodeError, StopIteration, RecursionError, ValueError) as error:
        raise Refused(f"damaged ({' '.join(str(error).split())[:120]})") from None


class _Events:
    def __init__(self, events: Iterator[Any]) -> None:
        self._events = itertools.islice(events, _MOST_EVENTS)
        self._texts: dict[str, str] = {}

    def next(self) -> Any:
        try:
            event = next(self._events)
        except StopIteration:
            raise Refused("ends too early, or is too long") from None
        if isinstance(event, yaml.ScalarEvent) and event.anchor and len(event.value) < 1000:
            self._texts[event.anchor] = event.value
        return event

    def skip(self, event: Any) -> None:
        """What begins with this event, to its end."""
        depth = 0
        while True:
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
                if depth > _DEEPEST:
                    raise Refused(f"values within values, more than {_DEEPEST} deep")
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
            if depth <= 0:
                return
            event = self.next()

    def text(self, event: Any) -> str:
        """A text, or one that was named before; of anything else nothing."""
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value) if event.tag is None or event.tag.startswith("tag:yaml.org,2002:") else ""
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._texts:
                raise Refused("an alias where a text would be right")
            return self._texts[event.anchor]
        self.skip(event)
        return ""

    def pairs(self) -> Iterator[tuple[str, Any]]:
        """The keys of a mapping that has begun, each with the first event of its value, which is to be used up."""
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.text(event).removeprefix(":").strip()
            yield key, self.next()


def _submissions(events: _Events) -> Iterator[tuple[str, _Submission]]:
    while not isinstance(event := events.next(), (yaml.MappingStartEvent, yaml.StreamEndEvent)):
        if isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.AliasEvent)):
            raise Refused("not a list of submissions")
    if isinstance(event, yaml.StreamEndEvent):
        return
    for name, value in events.pairs():
        if not isinstance(value, yaml.MappingStartEvent):
            events.skip(value)
            continue
        submitters: list[Submitter] = []
        created = None
        for key, inner in events.pairs():
            if key == "submitters" and isinstance(inner, yaml.SequenceStartEvent):
                submitters += _submitters(events)
            elif key == "created_at":
                created = parse(events.text(inner))
            else:
                events.skip(inner)
        yield name, _Submission(submitters, created)


def _submitters(events: _Events) -> Iterator[Submitter]:
    while not isinstance(event := events.next(), yaml.SequenceEndEvent):
        if not isinstance(event, yaml.MappingStartEvent):
            events.skip(event)
            continue
        own: dict[str, str] = {}
        for key, value in events.pairs():
            own[key] = _nothing(events.text(value), value)
        yield Submitter(own.get("name", ""), own.get("sid", ""), own.get("email", ""))


def _nothing(text: str, event: Any) -> str:
    """A text; YAML's ways to write nothing, where they are not in quotes, are none."""
    plain = isinstance(event, yaml.ScalarEvent) and not event.style
    return "" if plain and text in ("", "~", "null", "Null", "NULL") else text.strip()
