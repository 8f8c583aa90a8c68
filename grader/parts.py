"""A part's checks in a few words, as every surface shows them: points, `ok`, `not written yet`, verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from grader.results import NOT_WRITTEN, CheckResult

OK: Final = "ok"


__all__ = ["NOT_WRITTEN", "OK", "PartResult", "by_part"]


@dataclass(frozen=True, slots=True)
class PartResult:
    """The checks of one part that were run."""

    part: str
    checks: tuple[CheckResult, ...]

    @property
    def score(self) -> float:
        return sum(one.score for one in self.checks)

    @property
    def points(self) -> float:
        return sum(one.points for one in self.checks)

    @property
    def lost(self) -> list[CheckResult]:
        return [one for one in self.checks if one.verdict != "passed"]

    @property
    def word(self) -> str:
        """`ok`, `not written yet`, or the verdicts of the checks that lost points."""
        lost = self.lost
        if not lost:
            return OK
        if all(f"{NOT_WRITTEN} (" in one.message for one in lost):
            return NOT_WRITTEN
        return ", ".join(dict.fromkeys(one.verdict for one in lost))


def by_part(parts: Iterable[str], checks: Sequence[CheckResult]) -> list[PartResult]:
    """The results of each part that has any, in the order of the parts."""
    results = (PartResult(part, tuple(one for one in checks if one.part == part)) for part in parts)
    return [one for one in results if one.checks]
