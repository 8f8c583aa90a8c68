"""A trial: one solution, graded once under given circumstances, and what is remembered of it."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from grader.check import Check
from grader.course import Assignment
from grader.expectations import Expected
from grader.grading import Grader
from grader.isolated import Outcome, Task
from grader.results import CheckResult
from grader.rules import violations
from grader.runner import WarmPool
from grader.settings import Rules
from grader.soundness.margins import Bars, margin
from grader.submission import Submission

Group = Callable[[Check], bool]
_LOST_SECONDS: Final = 2.0  # what takes ten times as long as the reference, and this long, has lost the check
_LOST_TIMES: Final = 10.0


class Seen(msgspec.Struct, frozen=True):
    """What is remembered of one check."""

    verdict: str
    message: str = ""
    error: float | None = None
    """In units of the tolerance."""
    bars: Bars = {}
    """What was measured, by its name, and the bar."""
    diagnosis: str = ""
    """The kind of mistake that it looks like."""


class Trial(msgspec.Struct, frozen=True):
    """What is remembered of one solution: its status, and its checks by name (of a mutant those that were run)."""

    status: str
    message: str
    checks: dict[str, Seen]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under which a solution is graded: the variant of the random inputs, Python's hash seed."""

    variant: int = 0
    hash_seed: int = 0


@dataclass(frozen=True, slots=True)
class MeasuredResult(CheckResult):
    """A verdict with the distance of the answer from what decides."""

    error: float | None = None
    bars: Bars = dataclasses.field(default_factory=dict)


class MeasuringGrader(Grader):
    """A grader that also measures how close its decisions are."""

    def task(self, expected: Expected) -> Task:
        return expected.task  # every answer is read: its distance is wanted

    def verdict(self, expected: Expected, outcome: Outcome) -> CheckResult:
        result = super().verdict(expected, outcome)
        error, bars = margin(expected, outcome) if outcome.observations else (None, {})
        values = {one.name: getattr(result, one.name) for one in dataclasses.fields(result)}
        return MeasuredResult(**values, error=error, bars=bars)


class Graders:
    """The graders of one assignment, made when first needed: preparing one runs the reference."""

    def __init__(self, assignment: Assignment, pools: dict[int, WarmPool]) -> None:
        self.assignment = assignment
        self.pools = pools
        self._graders: dict[tuple[Circumstances, bool], MeasuringGrader] = {}
        self._lock = threading.Lock()

    def grader(self, circumstances: Circumstances, *, lenient: bool = False) -> MeasuringGrader:
        """The grader for these circumstances; a lenient one knows no rules, so that answers alone decide."""
        with self._lock:
            found = self._graders.get((circumstances, lenient))
            if found is None:
                assignment = self.assignment
                pool = self.pools[circumstances.hash_seed]
                found = MeasuringGrader.prepare(assignment, pool, hidden=True, variant=circumstances.variant)
                self._graders[circumstances, False] = found
                without = msgspec.structs.replace(assignment.settings, rules=Rules())
                self._graders[circumstances, True] = dataclasses.replace(
                    found, assignment=dataclasses.replace(assignment, settings=without)
                )
                found = self._graders[circumstances, lenient]
            return found

    def grade(
        self, submission: Submission, parts: Iterable[str], circumstances: Circumstances, *, lenient: bool = False
    ) -> Trial:
        """Every check of some parts.

        Raises:
            GraderFault: the grader itself failed.
        """
        grader = self.grader(circumstances, lenient=lenient)
        result = grader.grade_submission(submission, parts=frozenset(parts))
        return Trial(
            result.status,
            result.message,
            {one.check: _seen(one) for one in result.checks},
            round(result.seconds, 3),
        )

    def first_losses(self, submission: Submission, groups: Iterable[Group], circumstances: Circumstances) -> Trial:
        """The first check of each group that a solution loses, the quickest ones tried first.

        Raises:
            GraderFault: the grader itself failed.
        """
        grader = self.grader(circumstances)
        settings = self.assignment.settings
        broken = violations(submission, settings.points, settings.rules.forbid)
        checks = sorted(grader.expectations.checks, key=lambda one: one.seconds)
        found: dict[str, Seen] = {}
        with grader.isolation(submission) as isolation:
            for belongs in groups:
                for expected in (one for one in checks if belongs(one.task.check)):
                    check = expected.task.check
                    if check.part in broken:
                        found[check.name] = Seen("forbidden", broken[check.part])
                        break
                    seconds = max(_LOST_SECONDS, _LOST_TIMES * expected.seconds)
                    task = dataclasses.replace(expected.task, seconds=min(expected.task.seconds, seconds))
                    seen = _seen(grader.verdict(expected, isolation.run_check(task)))
                    if seen.verdict != "passed":
                        found[check.name] = seen
                        break
        return Trial("graded", "", found, round(isolation.report.seconds, 3))


def _seen(result: CheckResult) -> Seen:
    if not isinstance(result, MeasuredResult):
        return Seen(result.verdict, result.message, diagnosis=result.diagnosis)
    return Seen(result.verdict, result.message, result.error, result.bars, result.diagnosis)
