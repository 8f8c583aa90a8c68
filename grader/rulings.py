"""What counts in the end: a score after the late policy and after what people have decided; pure.

    raw score → points of parts that somebody has set → penalty for lateness → a score that somebody has set

A decision is never written over a score: it stands beside the verdicts, survives a regrade, and can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from grader.policy import MOST_DAYS, Attempts, PerDay, Policy, UpTo, deduction, words
from grader.results import Ruling
from grader.settings import Settings
from grader.tables import number

OVERRIDE: Final = "override"
COMMENT: Final = "comment"
EXCUSE: Final = "excuse"
EXTENSION: Final = "extension"
CHOICE: Final = "choice"
KINDS: Final = (OVERRIDE, COMMENT, EXCUSE, EXTENSION, CHOICE)


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The settings that say what counts, as a run keeps them: they may change without anything graded again."""

    due: datetime | None = None
    time_zone: str | None = None
    grace: str | None = None
    late_penalty: PerDay | list[UpTo] | None = None
    attempts: Attempts = "last"

    @classmethod
    def of(cls, settings: Settings) -> Terms:
        """Those of an assignment."""
        return cls(**{name: getattr(settings, name) for name in cls.__struct_fields__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody has decided about a student's work in an assignment."""

    kind: str
    assignment: str
    student_id: str
    part: str = ""
    value: float | None = None
    """A score, days of extension, the number of a run."""
    words: str = ""
    """The reason, or the comment."""
    who: str = ""
    made: str = ""
    undone: str = ""
    """When it was taken back."""
    undone_by: str = ""
    id: int = 0

    @property
    def slot(self) -> tuple[str, str]:
        """What it is about: of several decisions about the same the newest counts."""
        return self.kind, self.part


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """What grading gave for one student, before anybody decided anything."""

    status: str
    score: float | None
    max_score: float
    parts: Mapping[str, tuple[float, float]]
    """Score and points by part; only where somebody has set a part's."""
    handed_in: str = ""
    handed_in_from: str = ""


def in_force(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    """The newest decision about each thing that has not been undone."""
    return {one.slot: one for one in sorted(decisions, key=lambda one: one.id) if not one.undone}


def rule(raw: Raw, policy: Policy | None, extension_days: float, decisions: Sequence[Decision]) -> tuple[Ruling, str]:
    """What counts, and the status."""
    known = in_force(decisions)
    remarks: list[str] = []
    score, status = raw.score, raw.status
    for (kind, part), decision in known.items():
        if kind == OVERRIDE and part and score is not None and part in raw.parts and decision.value is not None:
            score += decision.value - raw.parts[part][0]
            points = f"{number(decision.value)} of {number(raw.parts[part][1])} points"
            remarks.append(f"{part}: {points} by decision{_why(decision)}")
    extension = known.get((EXTENSION, ""))
    days = min(extension_days + (extension.value or 0.0 if extension else 0.0), MOST_DAYS)
    penalty, due = 0.0, ""
    if policy is not None:
        if raw.handed_in and status in ("graded", "late", "unreadable"):
            lateness, source = policy.lateness(datetime.fromisoformat(raw.handed_in), days), raw.handed_in_from
            due = lateness.due.isoformat(timespec="seconds")
            if lateness.late:
                penalty = deduction(lateness.percent, raw.max_score, score or 0.0)
                remarks.append(f"{words(lateness, penalty, raw.max_score)}; handed in {raw.handed_in}, says {source}")
                status = "late" if status == "graded" else status
        else:
            due = policy.lateness(policy.due, days).due.isoformat(timespec="seconds")
    if score is not None:
        score = round(score - penalty, 6)
    whole = known.get((OVERRIDE, ""))
    if whole is not None and whole.value is not None:
        score, penalty = whole.value, 0.0
        status = "graded" if status == "needs_attention" else status
        remarks.append(f"{number(whole.value)} points by decision{_why(whole)}")
    excuse, comment = known.get((EXCUSE, "")), known.get((COMMENT, ""))
    if excuse is not None:
        remarks.append(f"excused{_why(excuse)}")
    ruling = Ruling(
        score=score,
        raw_score=raw.score,
        penalty=penalty,
        excused=excuse is not None,
        comment=comment.words if comment else "",
        remarks=tuple(remarks),
        overridden=any(kind == OVERRIDE for kind, _ in known),
        handed_in=raw.handed_in,
        handed_in_from=raw.handed_in_from,
        due=due,
    )
    return ruling, status


def _why(decision: Decision) -> str:
    return f" ({decision.words})" if decision.words else ""
