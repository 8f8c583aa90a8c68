"""What an export comes to: content to be written, what changes with it, and who is left out for what reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

OPEN = "the score is open (needs_attention)"
EXCUSED = "excused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked for, as far as it concerns a format."""

    columns: tuple[str, ...] = ()
    """The columns in the downloaded file, in the order of the assignments."""
    key: str | None = None
    """By which id students are matched; all that there are where None."""
    scale: float | None = None
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that gets another value."""

    student_id: str
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Left:
    """A grade that is not exported; ``fault`` where somebody has to do something about it."""

    student_id: str
    assignment: str
    why: str
    fault: bool = True


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody whom only one side knows, and whom on the other side it may be."""

    who: str
    why: str
    near: tuple[str, ...] = ()
    fault: bool = True


@dataclass(slots=True, kw_only=True)
class Outcome:
    """An export that has been worked out; nothing is written yet."""

    content: Iterable[bytes] = ()
    """The file, in pieces."""
    files: Iterable[tuple[str, bytes]] | None = None
    """Many files in a folder, in place of one."""
    students: int = 0
    """Who is exported."""
    same: int = 0
    """Scores that the downloaded file has already."""
    changes: list[Change] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    by_name: list[str] = field(default_factory=list)
    """Who was matched by nothing but the name."""
    unmatched: list[Stranger] = field(default_factory=list)
    """Who is in the grades only."""
    unknown: list[Stranger] = field(default_factory=list)
    """Who is in the downloaded file only."""
    notes: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing and nobody was left out who should not be."""
        strangers = (*self.unmatched, *self.unknown)
        return not any(one.fault for one in self.left) and not any(one.fault for one in strangers)
