"""What grading gives: the verdict of each check, and a submission's result; plain data that can be stored and sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from grader.check import Check
from grader.submission import Found

VERDICTS: Final = ("passed", "partial", "failed", "error", "timeout", "memory", "crashed", "forbidden", "missing")
STATUSES: Final = ("graded", "late", "missing", "unreadable", "needs_attention")
NOT_WRITTEN: Final = "not written yet"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The verdict of one check, with what a reader wants to know of the check itself."""

    part: str
    check: str
    visibility: str
    sentence: str
    points: float
    verdict: str
    score: float
    seconds: float
    message: str = ""
    diagnosis: str = ""
    """The kind of mistake that it looks like (see :mod:`grader.diagnose`)."""
    picture: bytes = b""
    """What a picture of it is drawn from (see :mod:`grader.pictures`)."""

    @classmethod
    def of(cls, check: Check, verdict: str, score: float, seconds: float, message: str = "") -> Self:
        """The verdict of this check."""
        return cls(
            check.part, check.name, check.visibility, check.sentence, check.points, verdict, score, seconds, message
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What counts for a student after the late policy and people's decisions (see :mod:`grader.rulings`)."""

    score: float | None
    raw_score: float | None
    penalty: float = 0.0
    excused: bool = False
    comment: str = ""
    remarks: tuple[str, ...] = ()
    """Why the score is not the raw one, for the student as well."""
    overridden: bool = False
    handed_in: str = ""
    handed_in_from: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One graded submission; whose it is stands in it once :meth:`of` has been told."""

    assignment: str
    status: str
    max_score: float
    checks: tuple[CheckResult, ...] = ()
    sha256: str = ""
    seconds: float = 0.0
    flags: tuple[str, ...] = ()
    message: str = ""
    problems: tuple[str, ...] = ()
    output: bytes = b""
    student_id: str = ""
    file: str = ""
    ruling: Ruling | None = None

    @property
    def score(self) -> float | None:
        """The points that count; None where a fault of ours leaves it open."""
        if self.ruling is not None:
            return self.ruling.score
        return self.raw_score

    @property
    def raw_score(self) -> float | None:
        """The points earned in the checks."""
        if self.status == "needs_attention":
            return None
        return sum(result.score for result in self.checks)

    def with_checks(self, checks: Sequence[CheckResult]) -> Self:
        """With these verdicts, and a message that says which parts lost points and how."""
        lost: dict[str, Counter[str]] = {}
        for one in checks:
            if one.verdict != "passed":
                lost.setdefault(one.part, Counter())[one.verdict] += 1
        summary = "; ".join(f"{part}: {', '.join(verdicts)}" for part, verdicts in lost.items())
        return replace(self, checks=tuple(checks), message=joined(summary, *self.problems[:3]))

    def of(self, found: Found) -> Self:
        """As the row of this student: with the file, and what is to be said of where it was found."""
        return replace(
            self,
            student_id=found.student_id,
            file=found.file,
            flags=(*found.flags, *self.flags),
            message=joined(self.message, found.note),
        )


def joined(*texts: str) -> str:
    """Several remarks as one line."""
    return "; ".join(text for text in texts if text)
