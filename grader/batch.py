"""A run over a class: what has a result already counts again, the rest is graded, each result durable at once.

A content is graded once, whoever handed it in: the same content with the same provenance has the same score.
"""

from __future__ import annotations

import contextlib
import os
import platform
import statistics
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from grader.check import Check
from grader.course import Assignment
from grader.executors import Done, Executor, Job
from grader.gradebook.store import Content, Gradebook, Run
from grader.intake import Work, read_work
from grader.results import STATUSES, Result
from grader.submission import Found

OnResult = Callable[[Result, Sequence[Found]], None]


@dataclass
class Summary:
    """A class's results in a few numbers; mean and median are over the scores that are settled."""

    scores: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    attention: dict[str, str] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """One more."""
        self.counts[result.status] += 1
        if result.score is not None:
            self.scores.append(result.score)
        if result.status == "needs_attention":
            self.attention[result.student_id] = result.message

    @property
    def submissions(self) -> int:
        return self.counts.total()

    @property
    def statuses(self) -> dict[str, int]:
        return {status: self.counts[status] for status in STATUSES if self.counts[status]}

    @property
    def mean(self) -> float | None:
        return statistics.fmean(self.scores) if self.scores else None

    @property
    def median(self) -> float | None:
        return statistics.median(self.scores) if self.scores else None


def default_workers() -> int:
    """One worker a core that this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        return os.cpu_count() or 1


class Batch:
    """One run over submissions of one assignment."""

    def __init__(
        self,
        gradebook: Gradebook,
        run: Run,
        assignment: Assignment,
        checks: Sequence[Check],
        submissions: Sequence[Found],
    ) -> None:
        self._gradebook = gradebook
        self._run = run
        self._assignment = assignment
        self.checks = checks
        self._submissions = submissions
        self._waiting: deque[tuple[Content, list[Found]]] = deque()
        self._given_out: dict[int, tuple[Job, list[Found]]] = {}
        self._kin: dict[Content, int] = {}  # attempts whose verdicts of all other parts still hold
        self._changed: frozenset[str] = frozenset()
        self._number = 0
        self._settled: deque[tuple[Result, Found]] = deque()
        self.reused = 0
        self.graded = 0
        self.reached = 0  # students whose result is kept

    @property
    def waiting(self) -> int:
        """How many students wait for a result."""
        return sum(len(founds) for _, founds in self._waiting)

    def plan(self, *, regrade: bool) -> None:
        """Look at every submission; what has a result already, from the same content and provenance, counts again."""
        known = {} if regrade else self._gradebook.known(self._run.provenance)
        if not regrade:
            self._kin, self._changed = self._gradebook.kin(self._run)
        groups: dict[Content, list[Found]] = {}
        counted: list[tuple[Found, int | None]] = []
        missing: int | None = None
        for found in self._submissions:
            work = self._read(found)
            if isinstance(work, Work):
                content = work.sha256, work.suffix
                attempt = known.get(content)
                if attempt is None:
                    groups.setdefault(content, []).append(found)
                else:
                    counted.append((found, attempt))
            elif work.status == "missing" and missing is not None:
                counted.append((found, missing))
            else:
                attempt = self._keep(work, "", [found], platform.node())
                missing = attempt if work.status == "missing" else missing
        self._gradebook.enter(self._run, counted)
        self.reached += len(counted)
        self.reused = sum(attempt != missing for _, attempt in counted)
        self._waiting.extend(groups.items())

    def grade(self, executor: Executor, on_result: OnResult) -> None:
        """Grade what waits for a result.

        Raises:
            UsageError: the gradebook cannot be written, or nobody is left who could grade.
        """
        while self._waiting:
            with contextlib.closing(executor.run(self._jobs())) as results:
                for done in results:
                    self._take(done, on_result)
                    self._keep_settled(on_result)
            self._keep_settled(on_result)

    def _take(self, done: Done, on_result: OnResult) -> None:
        job, founds = self._given_out.pop(done.number)
        content = job.work.sha256, job.work.suffix
        result, base = done.result, None
        if job.parts is not None:
            base = self._kin.pop(content)
            merged = _merged(self._gradebook.result(base), result, self.checks)
            if merged is None:
                self._waiting.append((content, founds))
                return
            result = merged
        self._keep(result, job.work.suffix, founds, done.host, base)
        self.graded += len(founds)
        on_result(result, founds)

    def give_up(self) -> None:
        """Say of whom the run did not come to that their scores are open."""
        reached = self._gradebook.students(self._assignment.name, self._run)
        rest = (found for found in self._submissions if found.student_id not in reached)
        self._gradebook.enter(self._run, ((found, None) for found in rest))

    def _read(self, found: Found) -> Work | Result:
        return read_work(found, self._assignment, self.checks)

    def _keep(self, result: Result, suffix: str, founds: Sequence[Found], host: str, base: int | None = None) -> int:
        attempt = self._gradebook.record(self._run, result, suffix, founds, host, base)
        self.reached += len(founds)
        return attempt

    def _keep_settled(self, on_result: OnResult) -> None:
        while self._settled:
            result, found = self._settled.popleft()
            self._keep(result, "", [found], platform.node())
            on_result(result, [found])

    def _jobs(self) -> Iterator[Job]:
        """One job a content; a file that has changed since the plan is a content of its own."""
        while self._waiting:
            content, founds = self._waiting.popleft()
            work = self._read(founds[0])
            same = isinstance(work, Work) and (work.sha256, work.suffix) == content
            if not same and len(founds) > 1:
                self._waiting.appendleft((content, founds[1:]))
            if isinstance(work, Result):
                self._settled.append((work, founds[0]))
                continue
            self._number += 1
            parts = self._changed if (work.sha256, work.suffix) in self._kin else None
            job = Job(self._number, work, parts)
            self._given_out[job.number] = job, founds if same else founds[:1]
            yield job


def _merged(base: Result, anew: Result, checks: Sequence[Check]) -> Result | None:
    """The new verdicts of some parts with those of the others from an earlier attempt at the same content.

    None where one check can have had an effect on another, by its time or its end: then the whole has to be graded.
    """
    if anew.status != "graded" or any(one.verdict in ("timeout", "memory", "crashed") for one in anew.checks):
        return None
    by_name = {one.check: one for one in base.checks} | {one.check: one for one in anew.checks}
    kept = sum(one.seconds for one in base.checks if one.part not in {one.part for one in anew.checks})
    return replace(base, seconds=anew.seconds + kept).with_checks([by_name[check.name] for check in checks])
