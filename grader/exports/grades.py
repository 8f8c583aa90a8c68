"""What an export is made of: one plain record a student and assignment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.results import CheckResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """What a student has in one assignment."""

    student_id: str
    name: str = ""
    email: str = ""
    section: str = ""
    roster: Mapping[str, str] = field(default_factory=dict)
    """Whatever other columns the roster has."""
    assignment: str
    status: str
    """``graded``, ``late``, ``missing``, ``unreadable`` or ``needs_attention``."""
    score: float | None
    """What counts, after penalty and override; None while it is open."""
    raw_score: float | None
    penalty: float = 0.0
    max_score: float
    excused: bool = False
    comment: str = ""
    overridden: str = ""
    """Why the score is not the one that was computed."""
    handed_in: str = ""
    """ISO 8601, as ``due`` is."""
    due: str = ""
    parts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Score and points of each part."""
    checks: tuple[CheckResult, ...] = ()

    def scaled(self, points: float | None) -> float | None:
        """The score, of so many points where they are told."""
        if self.score is None or points is None or not self.max_score:
            return self.score
        return self.score * points / self.max_score
