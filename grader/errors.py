"""Faults by whose they are. A student's fault is a verdict, never an exception that leaves the grader."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


class UsageError(Exception):
    """The command cannot run as it was asked to: one line that says what, where, and what would be right."""


class CourseError(UsageError):
    """An assignment of the course is not as it must be: settings, checks or reference."""


class GraderFault(Exception):
    """A fault of the grader's own while a submission is graded: it is marked `needs_attention`, never scored 0."""


def near(name: str, known: Iterable[str]) -> str:
    """``; did you mean naive_ops?`` or what there is."""
    names = sorted(known)
    close = get_close_matches(name, names, n=3, cutoff=0.5)
    if close:
        best = SequenceMatcher(None, name, close[0]).ratio()
        close = [one for one in close if SequenceMatcher(None, name, one).ratio() > best - 0.15]
        return f"; did you mean {' or '.join(close)}?"
    return f"; there are: {', '.join(names)}" if names else ""


def printable(text: str) -> str:
    """The text as a terminal may show it: names of files and students may hold escape codes."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
