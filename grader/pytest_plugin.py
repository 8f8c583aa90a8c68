"""In an assignment's folder `pytest` runs the visible checks: an item a check and case, through the same isolated run.

    checks.py::naive_leaky_relu::scales_negative_entries[case 2]

Nothing heavy is imported before there is such a folder: this module is loaded in every run of pytest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.check import Check
    from grader.expectations import Expected
    from grader.isolated import Isolation, Outcome
    from grader.runner import WarmPool


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """An assignment's visible checks are collected; `checks.py` elsewhere is none of ours."""
    if file_path.name == "checks.py" and (file_path.parent / "assignment.toml").is_file():
        return ChecksFile.from_parent(parent, path=file_path)
    return None


def pytest_unconfigure(config: pytest.Config) -> None:
    """The isolated processes end with the run."""
    run = config.stash.get(_RUNS, None)
    if run is not None:
        run.close()


class ChecksFile(pytest.File):
    """The visible checks of an assignment, by part."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        from grader.course import Course
        from grader.errors import UsageError

        folder = self.path.parent.resolve()
        try:
            course = Course.find(folder)
            name = next((one for one, where in course.folders.items() if where.resolve() == folder), None)
            if name is None:
                return
            assignment = course.assignment(name)
            checks = assignment.checks(hidden=False)
        except UsageError as error:
            raise self.CollectError(str(error)) from None
        runs = self.config.stash.setdefault(_RUNS, Runs())
        work = Work(runs, assignment)
        for part in assignment.parts:
            own = [check for check in checks if check.part == part]
            if own:
                yield PartCollector.from_parent(self, name=part, checks=own, work=work)


class PartCollector(pytest.Collector):
    """The checks of one part."""

    def __init__(self, *, checks: list[Check], work: Work, **named: Any) -> None:
        super().__init__(**named)
        self.checks = checks
        self.work = work

    def collect(self) -> Iterator[pytest.Item]:
        for check in self.checks:
            for case in range(check.cases):
                name = f"{check.name}[case {case + 1}]" if check.cases > 1 else check.name
                yield CheckItem.from_parent(self, name=name, check=check, case=case, work=self.work)


class CheckItem(pytest.Item):
    """One case of a check."""

    def __init__(self, *, check: Check, case: int, work: Work, **named: Any) -> None:
        super().__init__(**named)
        self.check = check
        self.case = case
        self.work = work

    def runtest(self) -> None:
        from grader.errors import GraderFault, UsageError

        try:
            words = self.work.lost(self.check, self.case)
        except (UsageError, GraderFault) as error:
            pytest.exit(f"grade: {error}", returncode=2)
        if words:
            for problem in self.work.problems:
                self.add_report_section("call", "grade", f"while loading: {problem}")
            raise LostPoints(words)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, LostPoints):
            return f"{self.check.sentence}\n  {excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        line = self.check.probe.__code__.co_firstlineno - 1
        return self.path, line, f"{self.check.part}: {self.name}"


class LostPoints(Exception):
    """A case that did not pass: verdict and message."""


class Runs:
    """The warm processes of a run of pytest, and the submissions that are loaded."""

    def __init__(self) -> None:
        self._pool: WarmPool | None = None
        self.open: list[Isolation] = []

    @property
    def pool(self) -> WarmPool:
        if self._pool is None:
            from grader.runner import WarmPool

            self._pool = WarmPool()
        return self._pool

    def close(self) -> None:
        for isolation in self.open:
            isolation.__exit__()
        if self._pool is not None:
            self._pool.close()


_RUNS = pytest.StashKey[Runs]()


class Work:
    """The student's work on one assignment: loaded when the first check runs, its checks run once each."""

    def __init__(self, runs: Runs, assignment: Any) -> None:
        self.runs = runs
        self.assignment = assignment
        self._expected: dict[str, Expected] = {}
        self._broken: dict[str, str] = {}
        self._isolation: Isolation | None = None
        self._outcomes: dict[tuple[str, int], Outcome] = {}

    def lost(self, check: Check, case: int) -> str:
        """Why a case of a check does not pass; nothing where it does."""
        from grader.grading import diagnosis_of, explained, judge, judge_case

        isolation = self._ready()
        if check.part in self._broken:
            return f"forbidden: {self._broken[check.part]}"
        expected = self._expected[check.name]
        outcome = self._outcome(isolation, expected, check.cases)
        if outcome.verdict and case < outcome.case:  # the earlier cases came to an end
            outcome = self._outcome(isolation, expected, outcome.case)
        if outcome.verdict:
            result = judge(expected, outcome)
            return f"{result.verdict}: {result.message}"
        wanted = expected.observations[case]
        judgement = judge_case(check, outcome.observations[case], wanted, expected.secret)
        if judgement.fraction == 1.0:
            return ""
        words = explained(judgement, diagnosis_of(expected, outcome, judgement, wanted))
        return f"{'partial' if judgement.fraction > 0 else 'failed'}: {words}"

    @property
    def problems(self) -> list[str]:
        """What went wrong while the work was loaded."""
        from grader.grading import problem_texts

        return list(problem_texts(self._isolation.report))[:5] if self._isolation else []

    def _outcome(self, isolation: Isolation, expected: Expected, cases: int) -> Outcome:
        """What became of the first cases of a check."""
        from dataclasses import replace

        key = (expected.task.check.name, cases)
        if key not in self._outcomes:
            task = replace(expected.task, check=replace(expected.task.check, cases=cases))
            self._outcomes[key] = isolation.run_check(task)
        return self._outcomes[key]

    def _ready(self) -> Isolation:
        if self._isolation is None:
            from grader.errors import UsageError
            from grader.grading import Grader
            from grader.rules import violations
            from grader.submission import Unreadable, read_submission
            from grader.work import find_work

            file, _ = find_work(self.assignment.folder, self.assignment.name, self.assignment.course)
            settings = self.assignment.settings
            try:
                submission = read_submission(file, self.assignment.name, settings.limits.source_kb << 10)
            except Unreadable as error:
                raise UsageError(str(error)) from None
            grader = Grader.prepare(self.assignment, self.runs.pool, hidden=False)
            self._expected = {one.task.check.name: one for one in grader.expectations.checks}
            self._broken = violations(submission, settings.points, settings.rules.forbid)
            self._isolation = grader.isolation(submission)
            self.runs.open.append(self._isolation)
        return self._isolation
