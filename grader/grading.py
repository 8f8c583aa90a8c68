"""One submission to a score: read → rules → isolated run → judge → score.

Everything that decides is here, outside. A fault of the student's is a verdict; a fault of ours raises
:class:`GraderFault` and is never a zero.
"""

from __future__ import annotations

import hashlib
import inspect
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from grader.check import Check, Judgement
from grader.comparison import Difference, compare
from grader.course import Assignment
from grader.diagnose import diagnose
from grader.errors import CourseError, GraderFault
from grader.flags import suspicious
from grader.inside.probing import fingerprint
from grader.isolated import Isolation, Outcome, Report, Task, observe_or_fault
from grader.observation import CallRecord, Observation, encode_given
from grader.rules import violations
from grader.runner import WarmPool
from grader.submission import Found, Submission, Unreadable, parse_submission, read_bytes, read_submission

VERDICTS: Final = ("passed", "partial", "failed", "error", "timeout", "memory", "crashed", "forbidden", "missing")
STATUSES: Final = ("graded", "late", "missing", "unreadable", "needs_attention")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The verdict of one check."""

    check: Check
    verdict: str
    score: float
    seconds: float
    message: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One graded submission."""

    student_id: str
    assignment: str
    status: str
    max_score: float
    checks: tuple[CheckResult, ...] = ()
    file: str = ""
    sha256: str = ""
    seconds: float = 0.0
    flags: tuple[str, ...] = ()
    message: str = ""
    problems: tuple[str, ...] = ()
    output: bytes = b""

    @property
    def score(self) -> float | None:
        """The points earned; None where a fault of ours leaves it open."""
        if self.status == "needs_attention":
            return None
        return sum(result.score for result in self.checks)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reference showed for one check, and what only the judge may know."""

    task: Task
    observations: tuple[Observation, ...]
    secret: Any


@dataclass(slots=True)
class Grader:
    """Grades submissions of one assignment; made ready once, then used by every worker."""

    assignment: Assignment
    pool: WarmPool
    checks: list[Check]
    expected: list[Expected] = field(default_factory=list)
    load_seconds: float = 0.0

    @classmethod
    def prepare(cls, assignment: Assignment, pool: WarmPool, *, hidden: bool) -> Grader:
        """Run the reference once.

        Raises:
            CourseError: the checks or the reference are not as they must be.
        """
        checks = assignment.checks(hidden=hidden)
        grader = cls(assignment, pool, checks)
        grader._run_reference()
        return grader

    @property
    def max_score(self) -> float:
        return sum(check.points for check in self.checks)

    def _run_reference(self) -> None:
        assignment, limits = self.assignment, self.assignment.settings.limits
        path = assignment.reference_file
        try:
            submission = parse_submission(path.read_bytes(), ".py", assignment.name)
        except OSError as error:
            raise CourseError(f"{path}: the reference solution cannot be read: {error.strerror}") from None
        except Unreadable as error:
            raise CourseError(f"{path}: {error}") from None
        prepared = [self._task(check) for check in self.checks]
        isolation = Isolation(
            self.pool,
            replace_limits(assignment, seconds_in_all=3600.0),
            assignment.name,
            submission,
            load_seconds=max(120.0, limits.seconds_to_load),
            offered=assignment.offered(),
            details=True,
        )
        report = observe_or_fault(isolation, [task for task, _ in prepared])
        if report.problems:
            raise CourseError(f"{path}: the reference solution does not run: {report.problems[0].message}")
        self.load_seconds = max(limits.seconds_to_load, limits.times_reference * report.load_seconds)
        for (task, secret), outcome in zip(prepared, report.outcomes, strict=True):
            check = task.check
            if outcome.verdict:
                raise CourseError(
                    f"{assignment.name}: check {check.name} ({check.visibility}): the reference solution gets "
                    f"{outcome.verdict!r}: {outcome.message}"
                )
            at_least = check.seconds or limits.seconds_per_check
            task = replace(task, seconds=max(at_least, limits.times_reference * outcome.seconds))
            expected = Expected(task, outcome.observations, secret)
            own = self._judge(expected, outcome, self_check=True)
            if own.verdict != "passed":
                raise CourseError(
                    f"{assignment.name}: check {check.name} ({check.visibility}): the reference solution itself "
                    f"gets {own.verdict!r}: {own.message}"
                )
            self.expected.append(expected)

    def _task(self, check: Check) -> tuple[Task, Any]:
        seed = self.assignment.seed(check)
        given, secret = b"", None
        if check.data is not None:
            made, secret = check.data(np.random.default_rng(seed))
            given = encode_given(made)
        at_least = check.seconds or self.assignment.settings.limits.seconds_per_check
        return Task.of(check, given, seed, 20 * at_least), secret

    # --- one submission ---

    def grade(self, found: Found) -> Result:
        """Grade one submission; every fault ends up in the result."""
        empty = Result(found.student_id, self.assignment.name, "", self.max_score, file=found.file, flags=found.flags)
        if found.fault:
            return replace(empty, status="needs_attention", message=found.fault)
        if found.path is None:
            return self._nothing(empty, "missing", "missing", found.note)
        try:
            limit = self.assignment.settings.limits.source_kb << 10
            submission = read_submission(found.path, self.assignment.name, limit)
        except Unreadable as error:
            digest = _digest_of(found.path)
            return self._nothing(replace(empty, sha256=digest), "unreadable", "missing", _join(str(error), found.note))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return replace(empty, status="needs_attention", message=f"{found.file}: cannot be read: {reason}")
        except Exception as error:
            message = f"a fault of the grader while reading {found.file}: {type(error).__name__}: {error}"
            return replace(empty, status="needs_attention", message=message)
        try:
            return self.grade_submission(submission, replace(empty, sha256=submission.sha256), found.note)
        except GraderFault as error:
            return replace(empty, status="needs_attention", sha256=submission.sha256, message=str(error))
        except Exception as error:  # a fault of the grader's own must not end the batch
            message = f"a fault of the grader: {type(error).__name__}: {error}"
            return replace(empty, status="needs_attention", sha256=submission.sha256, message=message)

    def grade_submission(
        self, submission: Submission, empty: Result, note: str = "", parts: Collection[str] | None = None
    ) -> Result:
        """Grade source that has been read; of some parts only, where they are named."""
        settings = self.assignment.settings
        wanted = [one for one in self.expected if parts is None or one.task.check.part in parts]
        broken = violations(submission, settings.points, settings.rules.forbid)
        tasks = [expected.task for expected in wanted]
        isolation = Isolation(
            self.pool,
            settings,
            self.assignment.name,
            submission,
            load_seconds=self.load_seconds,
            offered=self.assignment.offered(),
        )
        allowed = [task for task in tasks if task.check.part not in broken]
        report = observe_or_fault(isolation, allowed) if allowed else Report()
        problems = _problem_texts(report)
        partly = ["partly_loaded"] if report.problems or submission.notes else []
        flags = (*empty.flags, *partly, *suspicious(submission))
        empty = replace(
            empty,
            seconds=report.seconds,
            flags=flags,
            problems=(*submission.notes, *problems),
            output=report.output,
        )
        if allowed and report.executed == 0 and (report.problems or submission.notes) and _nothing_ran(report):
            return self._nothing(empty, "unreadable", "missing", _join("nothing loads", *empty.problems, note))
        remaining = iter(report.outcomes)
        outcomes = [
            Outcome("forbidden", broken[part]) if (part := expected.task.check.part) in broken else next(remaining)
            for expected in wanted
        ]
        results = _forbid_whole_parts(
            [self._judge(expected, outcome) for expected, outcome in zip(wanted, outcomes, strict=True)],
            [outcome.verdict == "forbidden" and not outcome.refused for outcome in outcomes],
        )
        message = _join(_summary(results), *empty.problems[:3], note)
        return replace(empty, status="graded", checks=tuple(results), message=message)

    def _nothing(self, empty: Result, status: str, verdict: str, message: str) -> Result:
        short = "nothing was handed in" if status == "missing" else "the file cannot be read"
        checks = tuple(CheckResult(check, verdict, 0.0, 0.0, short) for check in self.checks)
        return replace(empty, status=status, checks=checks, message=message)

    # --- judging ---

    def _judge(self, expected: Expected, outcome: Outcome, self_check: bool = False) -> CheckResult:
        check = expected.task.check
        if outcome.verdict:
            message = outcome.message
            if check.cases > 1 and outcome.verdict in ("error", "forbidden") and outcome.case:
                message += f" [case {outcome.case + 1} of {check.cases}]"
            return CheckResult(check, outcome.verdict, 0.0, outcome.seconds, message)
        fraction, messages = 1.0, []
        for case, (seen, wanted) in enumerate(zip(outcome.observations, expected.observations, strict=True)):
            judgement = _judge_case(check, seen, wanted, expected.secret, self_check)
            fraction = min(fraction, judgement.fraction)
            if judgement.fraction < 1.0:
                which = f" [case {case + 1} of {check.cases}]" if check.cases > 1 else ""
                messages.append(judgement.message + which)
                break
        verdict = "passed" if fraction == 1.0 else "partial" if fraction > 0.0 else "failed"
        message = messages[0] if messages else ""
        return CheckResult(check, verdict, round(fraction * check.points, 6), outcome.seconds, message)


def _judge_case(check: Check, seen: Observation, wanted: Observation, secret: Any, self_check: bool) -> Judgement:
    """The decision on one case; what the student's call did to its arguments comes first."""
    for call, reference in zip(seen.calls, wanted.calls, strict=False):
        changed = call.changed()
        if changed:
            if self_check:
                raise CourseError(f"check {check.name}: the reference solution changes its argument {changed}")
            return Judgement.failed(f"`{reference.label}` changes its argument {changed} in place")
    if check.judge is None:
        difference = compare(seen.value, wanted.value, check.tolerance)
        if difference is None:
            return Judgement.passed()
        return Judgement.failed(_explain(check, difference, wanted))
    offered = {"seen": seen.value, "expected": wanted.value, "secret": secret}
    accepted = inspect.signature(check.judge).parameters
    try:
        judgement = check.judge(**{name: value for name, value in offered.items() if name in accepted})
    except Exception as error:
        if self_check:
            raise CourseError(f"check {check.name}: its judge fails: {type(error).__name__}: {error}") from error
        return Judgement.failed("the answer does not have the form that is asked for")
    if isinstance(judgement, bool):
        judgement = Judgement.passed() if judgement else Judgement.failed("the answer is not right")
    if not isinstance(judgement, Judgement):
        raise GraderFault(f"check {check.name}: its judge returned {type(judgement).__name__}, not a Judgement")
    return judgement


def _explain(check: Check, difference: Difference, wanted: Observation) -> str:
    """`naive_leaky_relu(x, 0.1)`: 7 of 24 entries differ, first at … ; where x < 0 your result is 0."""
    call = _responsible_call(difference, wanted)
    if call is None:
        label, arguments = check.part, {}
    else:
        label, arguments = f"`{call.label}`", dict(zip(call.names, call.arrays, strict=False))
    if difference.path and (call is None or len(wanted.calls) == 1):
        label += f", {difference.path}"
    hint = diagnose(difference, arguments)
    return f"{label}: {difference.message}" + (f"; {hint}" if hint else "")


def _responsible_call(difference: Difference, wanted: Observation) -> CallRecord | None:
    """The reference's call that returned the value in question: the only one, or the only one with this result."""
    if len(wanted.calls) == 1:
        return wanted.calls[0]
    if difference.expected is None:
        return None
    digest = fingerprint(np.asarray(difference.expected))
    found = [call for call in wanted.calls if call.result == digest]
    return found[0] if len(found) == 1 else None


def _forbid_whole_parts(results: list[CheckResult], by_rule: list[bool]) -> list[CheckResult]:
    """A part that breaks a rule in one check has broken it: it earns nothing in the others either."""
    broken = {one.check.part: one.message for one, rule in zip(results, by_rule, strict=True) if rule}
    return [
        replace(result, verdict="forbidden", score=0.0, message=broken[result.check.part])
        if result.check.part in broken and result.verdict in ("passed", "partial")
        else result
        for result in results
    ]


def _summary(results: list[CheckResult]) -> str:
    """Which parts lost points and how, for the row of the submission."""
    lost: dict[str, Counter[str]] = {}
    for result in results:
        if result.verdict != "passed":
            lost.setdefault(result.check.part, Counter())[result.verdict] += 1
    return "; ".join(f"{part}: {', '.join(verdicts)}" for part, verdicts in lost.items())


def _problem_texts(report: Report) -> tuple[str, ...]:
    return tuple(
        f"{p.label}: {p.message}" if p.label and p.label not in p.message else p.message for p in report.problems
    )


def _nothing_ran(report: Report) -> bool:
    return all(outcome.verdict == "missing" for outcome in report.outcomes)


def _join(*texts: str) -> str:
    return "; ".join(text for text in texts if text)


def _digest_of(path: Path) -> str:
    """The hash of a file that cannot be graded, where it is a plain file of reasonable size."""
    try:
        return hashlib.sha256(read_bytes(path, 64 << 20)).hexdigest()
    except (OSError, Unreadable):
        return ""


def replace_limits(assignment: Assignment, **changes: float) -> Any:
    """The assignment's settings with other limits."""
    settings = assignment.settings
    return msgspec.structs.replace(settings, limits=msgspec.structs.replace(settings.limits, **changes))
