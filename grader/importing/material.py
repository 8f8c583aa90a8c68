"""What an assignment for another grader holds, whichever grader it was made for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["prose", "code", "solution"]


@dataclass(frozen=True, slots=True)
class Block:
    """A cell that students see: prose, given code, or code with solved lines in it."""

    kind: Kind
    source: str
    where: str
    solved: tuple[bool, ...] = ()
    """For each line of a solution whether it is solved; a student sees the others."""


@dataclass(frozen=True, slots=True)
class Test:
    """A test: code with assertions, or with an output that is expected of its last expression."""

    __test__ = False  # not one of pytest's

    name: str
    where: str
    source: str
    points: float
    hidden: bool
    after: int
    """How many blocks come before it."""
    output: str = ""


@dataclass(slots=True)
class Material:
    """An assignment as it was found."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    todo: list[str] = field(default_factory=list)
    """What a human must finish."""
    notes: list[str] = field(default_factory=list)
    """What is otherwise than it was; nothing needs to be done."""
    answers: list[tuple[str, str]] = field(default_factory=list)
    """Model answers to questions that a human grades: where, and the text. Students never see them."""
