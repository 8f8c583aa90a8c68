"""One submission to a score: read → rules → isolated run → judge → score.

Everything that decides is here, outside. A fault of the student's is a verdict; a fault of ours raises
:class:`GraderFault` and is never a zero.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np

from grader.check import HIDDEN, Check, Judgement
from grader.comparison import Difference, compare
from grader.course import Assignment
from grader.diagnose import Diagnosis, diagnose, evidence_of, evidence_of_difference
from grader.errors import CourseError, GraderFault, near
from grader.expectations import Expectations, Expected, expectations_of
from grader.flags import suspicious
from grader.given import without_given
from grader.inside.probing import fingerprint
from grader.intake import Work, nothing, read_work
from grader.isolated import Isolation, Outcome, Report, Task, observe_or_fault
from grader.observation import CallRecord, Observation, without_details
from grader.pictures import picture_of
from grader.results import NOT_WRITTEN, CheckResult, Result, joined
from grader.rules import violations
from grader.runner import WarmPool
from grader.submission import Found, Submission, Unreadable, parse_submission


@dataclass
class Grader:
    """Grades submissions of one assignment; made ready once, then used by every worker."""

    assignment: Assignment
    pool: WarmPool
    checks: list[Check]
    expectations: Expectations
    _tasks: dict[str, Task] = field(default_factory=dict)

    @classmethod
    def prepare(cls, assignment: Assignment, pool: WarmPool, *, hidden: bool, variant: int = 0) -> Self:
        """Learn what is expected, from the reference or a bundle.

        A variant other than 0 has the hidden checks only, with other random inputs.

        Raises:
            CourseError: the checks or the reference are not as they must be.
        """
        checks = [one for one in assignment.checks(hidden=hidden) if not variant or one.visibility == HIDDEN]
        grader = cls(assignment, pool, checks, expectations_of(assignment, pool, checks, variant=variant))
        for expected in grader.expectations.checks:
            _refuse_slip(assignment.name, expected)
            own = judge(expected, Outcome("", "", expected.observations, expected.seconds), self_check=True)
            if own.verdict != "passed":
                raise CourseError(
                    f"{assignment.name}: check {own.check} ({own.visibility}): the reference solution "
                    f"itself gets {own.verdict!r}: {own.message}"
                )
        return grader

    @property
    def max_score(self) -> float:
        return sum(check.points for check in self.checks)

    # --- one submission ---

    def grade(self, found: Found, parts: Collection[str] | None = None) -> Result:
        """Grade one student's work, of some parts only where they are named; every fault ends up in the result."""
        work = read_work(found, self.assignment, self.checks)
        return (work if isinstance(work, Result) else self.grade_work(work, parts)).of(found)

    def grade_work(self, work: Work, parts: Collection[str] | None = None) -> Result:
        """Grade what a student has handed in, whoever it is; every fault ends up in the result."""
        open_score = Result(self.assignment.name, "needs_attention", self.max_score, sha256=work.sha256)
        try:
            submission = parse_submission(work.content, work.suffix, self.assignment.name)
            return self.grade_submission(submission, parts)
        except Unreadable as error:
            return nothing(self.assignment, self.checks, "unreadable", str(error), work.sha256)
        except GraderFault as error:
            return replace(open_score, message=str(error))
        except Exception as error:  # a fault of the grader's own must not end the batch
            return replace(open_score, message=f"a fault of the grader: {type(error).__name__}: {error}")

    def grade_submission(self, submission: Submission, parts: Collection[str] | None = None) -> Result:
        """Grade source that has been read; of some parts only, where they are named.

        Raises:
            GraderFault: something of our own failed.
        """
        settings = self.assignment.settings
        wanted = [one for one in self.expectations.checks if parts is None or one.task.check.part in parts]
        broken = violations(submission, settings.points, settings.rules.forbid)
        tasks = [self.task(expected) for expected in wanted]
        isolation = self.isolation(submission)
        allowed = [task for task in tasks if task.check.part not in broken]
        report = observe_or_fault(isolation, allowed) if allowed else Report()
        problems = problem_texts(report)
        remarks = (*submission.notes, *problems)
        found = Result(
            self.assignment.name,
            "graded",
            self.max_score,
            sha256=submission.sha256,
            seconds=report.seconds,
            flags=(*(["partly_loaded"] if remarks else []), *suspicious(submission)),
            problems=remarks,
            output=report.output,
        )
        if allowed and report.executed == 0 and (report.problems or submission.notes) and _nothing_ran(report):
            words = joined("nothing loads", *remarks)
            checks = nothing(self.assignment, self.checks, "unreadable", words, submission.sha256).checks
            return replace(found, status="unreadable", checks=checks, message=words)
        remaining = iter(report.outcomes)
        outcomes = [
            Outcome("forbidden", broken[part]) if (part := expected.task.check.part) in broken else next(remaining)
            for expected in wanted
        ]
        results = _forbid_whole_parts(
            [self.verdict(expected, outcome) for expected, outcome in zip(wanted, outcomes, strict=True)],
            [outcome.verdict == "forbidden" and not outcome.refused for outcome in outcomes],
        )
        return found.with_checks(results)

    def task(self, expected: Expected) -> Task:
        """What is to be run for one check; the reference's own answers are known to be right and not judged again."""
        if expected.task.check.name not in self._tasks:
            known = tuple(map(without_details, expected.answers))
            self._tasks[expected.task.check.name] = replace(expected.task, known=known)
        return self._tasks[expected.task.check.name]

    def verdict(self, expected: Expected, outcome: Outcome) -> CheckResult:
        """The decision on what became of one check."""
        return judge(expected, outcome)

    def isolation(self, submission: Submission) -> Isolation:
        """A submission's run, not begun yet; without the stub's own cells that it does not need."""
        return Isolation(
            self.pool,
            self.assignment.settings,
            self.assignment.name,
            without_given(submission, self.expectations.given),
            load_seconds=self.expectations.load_seconds,
            offered=self.assignment.offered(),
        )


def _refuse_slip(assignment: str, expected: Expected) -> None:
    """Tell what can only be a slip of the check's author, seen from the reference's answer."""
    check = expected.task.check
    values = [observation.value for observation in expected.observations]
    where = f"{assignment}: check {check.name} ({check.visibility})"
    if check.judge is not None:
        return
    if all(value is None for value in values):
        raise CourseError(f"{where}: its answer is None; is the `return` missing?")
    if isinstance(check.tolerance, Mapping):
        keys = {key for value in values if isinstance(value, dict) for key in value}
        for key in set(check.tolerance) - keys:
            raise CourseError(f"{where}: tolerance: no answer has the key {key!r}{near(key, keys)}")


# --- judging ----------------------------------------------------------------------------------------------


def judge(expected: Expected, outcome: Outcome, *, self_check: bool = False) -> CheckResult:
    """The verdict on what became of a check; with ``self_check`` on the reference's own answer.

    Raises:
        CourseError: a judge fails on the reference's own answer, or the reference changes an argument.
        GraderFault: a judge does not return a judgement.
    """
    check = expected.task.check
    if outcome.as_known:
        return CheckResult.of(check, "passed", check.points, outcome.seconds)
    if outcome.verdict:
        message = outcome.message
        if check.cases > 1 and outcome.verdict in ("error", "forbidden") and outcome.case:
            message += f" [case {outcome.case + 1} of {check.cases}]"
        return CheckResult.of(check, outcome.verdict, 0.0, outcome.seconds, message)
    which = ""
    for case, (seen, wanted) in enumerate(zip(outcome.observations, expected.observations, strict=True)):
        judgement = judge_case(check, seen, wanted, expected.secret, self_check=self_check)
        if judgement.fraction < 1.0:
            which = f" [case {case + 1} of {check.cases}]" if check.cases > 1 else ""
            break
    fraction = judgement.fraction
    verdict = "passed" if fraction == 1.0 else "partial" if fraction > 0.0 else "failed"
    found = None if self_check else diagnosis_of(expected, outcome, judgement, wanted)
    message = explained(judgement, found) + which
    result = CheckResult.of(check, verdict, round(fraction * check.points, 6), outcome.seconds, message)
    if self_check:
        return result
    difference = judgement.difference if isinstance(judgement.difference, Difference) else None
    picture = picture_of(check, seen, wanted, expected.secret, difference)
    return replace(result, diagnosis=found.kind if found else "", picture=picture)


def judge_case(
    check: Check, seen: Observation, wanted: Observation, secret: Any, *, self_check: bool = False
) -> Judgement:
    """The decision on one case; what the student's call did to its arguments comes first."""
    for call, reference in zip(seen.calls, wanted.calls, strict=False):
        changed = call.changed()
        if changed:
            if self_check:
                raise CourseError(f"check {check.name}: the reference solution changes its argument {changed}")
            words = f"`{reference.label}` changes its argument {changed} in place"
            return Judgement(0.0, words, diagnosis="argument_changed")
    if check.judge is None:
        difference = compare(seen.value, wanted.value, check.tolerance)
        if difference is None:
            return Judgement.passed()
        return _located(check, difference, wanted)
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


def explained(judgement: Judgement, found: Diagnosis | None) -> str:
    """Why a case is lost: what differs, and what that looks like."""
    return f"{judgement.message}; {found.words}" if found and found.words else judgement.message


def diagnosis_of(expected: Expected, outcome: Outcome, judgement: Judgement, wanted: Observation) -> Diagnosis | None:
    """What a lost check looks like: as its judge knows, or found in what all its cases have shown."""
    if judgement.fraction == 1.0:
        return None
    if judgement.diagnosis:
        return Diagnosis(judgement.diagnosis, "")
    check = expected.task.check
    try:
        if check.judge is None:
            return diagnose(evidence_of(outcome.observations, expected.observations, check.tolerance))
        if isinstance(judgement.difference, Difference):
            return diagnose(evidence_of_difference(judgement.difference, wanted))
    except Exception:  # the verdict stands, whatever the numbers of a stranger do to a hypothesis about it
        return None
    return None


def _located(check: Check, difference: Difference, wanted: Observation) -> Judgement:
    """`naive_leaky_relu(x, 0.1)`: 7 of 24 entries differ, first at …"""
    call = _responsible_call(difference, wanted)
    label = check.part if call is None else f"`{call.label}`"
    if difference.path and (call is None or len(wanted.calls) == 1):
        label += f", {difference.path}"
    return Judgement(0.0, f"{label}: {difference.message}", difference=difference)


def _responsible_call(difference: Difference, wanted: Observation) -> CallRecord | None:
    """The reference's call that returned the value in question: the only one, or the only one with this result."""
    if len(wanted.calls) == 1:
        return wanted.calls[0]
    if difference.expected is None:
        return None
    digest = fingerprint(np.asarray(difference.expected))
    found = [call for call in wanted.calls if digest in call.result.split()]
    return found[0] if len(found) == 1 else None


def _forbid_whole_parts(results: list[CheckResult], by_rule: list[bool]) -> list[CheckResult]:
    """A part that breaks a rule in one check has broken it: it earns nothing in the others either."""
    broken = {one.part: one.message for one, rule in zip(results, by_rule, strict=True) if rule}
    return [
        replace(result, verdict="forbidden", score=0.0, message=broken[result.part])
        if result.part in broken and result.verdict in ("passed", "partial")
        else result
        for result in results
    ]


def problem_texts(report: Report) -> tuple[str, ...]:
    """What went wrong while a submission was loaded, and where; a cell that tries a part not written yet is no news."""
    news = (p for p in report.problems if not p.message.startswith(NOT_WRITTEN))
    return tuple(f"{p.label}: {p.message}" if p.label and p.label not in p.message else p.message for p in news)


def _nothing_ran(report: Report) -> bool:
    return all(outcome.verdict == "missing" for outcome in report.outcomes)
