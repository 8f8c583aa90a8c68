"""One submission's checks in isolated processes: a source and probes go in, outcomes come out.

A probe that hangs, dies or takes too much memory costs its own check only: the next one runs in a fresh process.
Where the source itself takes too long or ends its process, it is loaded again without the statement in question
and without what only computes, in the end by its definitions alone.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import cloudpickle

from grader.check import Check
from grader.errors import GraderFault
from grader.inside import wire
from grader.inside.confinement import Limits as ProcessLimits
from grader.inside.encoding import clean
from grader.observation import Malformed, Observation, read_observation
from grader.runner import Budget, Ending, IsolatedRun, WarmPool
from grader.settings import Settings
from grader.submission import Submission

_MODES: Final = ("everything", "no bare statements", "definitions")
_EXTRAS: Final = {"matplotlib": "matplotlib.pyplot", "pandas": "pandas", "scipy": "scipy", "sklearn": "sklearn"}
_FAULTS: Final = frozenset({"error", "memory", "forbidden", "missing", "failed"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one check's probe: observations, one a case, or a verdict without them."""

    verdict: str = ""
    message: str = ""
    observations: tuple[Observation, ...] = ()
    seconds: float = 0.0
    case: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A check made ready to travel: its probe pickled by value, its data, its seed, its CPU limit."""

    check: Check
    code: bytes
    given: bytes
    seed: tuple[int, ...]
    seconds: float

    @classmethod
    def of(cls, check: Check, given: bytes, seed: Sequence[int], seconds: float) -> Task:
        parameters = list(inspect.signature(check.probe).parameters)
        return cls(check, cloudpickle.dumps((check.probe, parameters)), given, tuple(seed), seconds)


@dataclass(slots=True)
class Report:
    """Everything that one submission's run has shown."""

    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[wire.Problem] = field(default_factory=list)
    executed: int = 0
    load_seconds: float = 0.0
    seconds: float = 0.0
    output: bytes = b""


def preload_for(settings: Settings, submission: Submission) -> tuple[str, ...]:
    """What the warm process of this submission has loaded: the assignment's packages, and what the source imports.

    TensorFlow is loaded where it is imported; of the other large packages all or none, so that a class needs few
    warm processes.
    """
    imported = submission.heavy_imports()
    wanted = {*settings.preload, "numpy"}
    if imported & {"tensorflow", "keras"} or wanted & {"tensorflow", "keras"}:
        wanted |= {"tensorflow", "keras"}
    if imported.intersection(_EXTRAS):
        wanted.update(_EXTRAS.values())
    order = ["numpy", "tensorflow", "keras"]
    return tuple(sorted(wanted, key=lambda name: (order.index(name) if name in order else len(order), name)))


class Isolation:
    """Runs the checks of one submission."""

    def __init__(
        self,
        pool: WarmPool,
        settings: Settings,
        module: str,
        submission: Submission,
        *,
        load_seconds: float,
        details: bool = False,
        seed: int = 0,
    ) -> None:
        self.pool = pool
        self.settings = settings
        self.module = module
        self.submission = submission
        self.load_seconds = load_seconds
        self.details = details
        self.seed = seed
        self.preload = preload_for(settings, submission)
        self.run: IsolatedRun | None = None
        self.attempt = 0
        self.skip: list[int] = []
        self.load_failure: Ending | None = None
        self.report = Report()

    def observe(self, tasks: Sequence[Task], on_outcome: Callable[[Outcome], None] | None = None) -> Report:
        """Run every task; the report has an outcome for each, in order."""
        try:
            for number, task in enumerate(tasks):
                outcome = self._one(number, task)
                self.report.outcomes.append(outcome)
                if on_outcome:
                    on_outcome(outcome)
        finally:
            self._stop()
        return self.report

    def load(self) -> Report:
        """Execute the source only."""
        try:
            self._ready()
        finally:
            self._stop()
        return self.report

    def _one(self, number: int, task: Task) -> Outcome:
        if self.report.seconds > self.settings.limits.seconds_in_all:
            return Outcome("timeout", "the time for the whole submission was used up by the checks before this one")
        run = self._ready()
        if run is None:
            assert self.load_failure is not None
            message = f"the file cannot be executed: {self.load_failure.message}"
            return Outcome(self.load_failure.verdict, message)
        begin = run.cpu_seconds()
        probe = wire.Probe(number, task.check.part, task.code, task.given, task.check.cases, list(task.seed))
        answer = run.ask(probe, Budget(task.seconds, task.seconds))
        seconds = max(0.0, run.cpu_seconds() - begin)
        self.report.seconds += seconds
        if isinstance(answer, Ending):
            self._stop()
            return Outcome(answer.verdict, answer.message, seconds=seconds)
        if isinstance(answer, wire.Fault) and answer.number == number and answer.verdict in _FAULTS:
            if answer.verdict == "memory":
                self._stop()  # what is left of the memory is nobody's guess
            return Outcome(answer.verdict, answer.message, seconds=seconds, case=answer.case)
        if isinstance(answer, wire.Answer) and answer.number == number and len(answer.cases) == task.check.cases:
            try:
                observations = tuple(read_observation(case) for case in answer.cases)
                return Outcome("", "", observations, seconds)
            except Malformed as error:
                self._stop()
                return Outcome("failed", str(error), seconds=seconds)
        self._stop()
        return Outcome("crashed", "the process sent something that is no answer", seconds=seconds)

    def _ready(self) -> IsolatedRun | None:
        """The process with the source loaded; a new one where there is none. None where no way of loading works."""
        while self.run is None and self.load_failure is None:
            self._start()
        return self.run

    def _start(self) -> None:
        limits = self.settings.limits
        run = IsolatedRun(
            self.pool,
            self.preload,
            ProcessLimits(
                scratch="",
                cpu_seconds=int(2 * (limits.seconds_in_all + self.load_seconds)) + 60,
                memory_bytes=limits.memory_mb << 20,
                file_bytes=limits.file_mb << 20,
                open_files=256,
                processes=4096,
            ),
            limits.output_kb << 10,
        )
        self.run = run
        last: wire.At | None = None

        def note(progress: wire.At) -> None:
            nonlocal last
            last = progress

        load = wire.Load(
            module=self.module,
            units=list(self.submission.units),
            notebook=self.submission.notebook,
            mode=_MODES[self.attempt],
            skip=self.skip,
            element_by_element=self.settings.rules.element_by_element,
            answer_bytes=limits.answer_mb << 20,
            details=self.details,
            seed=self.seed,
        )
        answer = run.ask(load, Budget(self.load_seconds, self.load_seconds), note)
        seconds = run.cpu_seconds()
        self.report.seconds += seconds
        if isinstance(answer, wire.Loaded):
            if self.attempt == 0 or self.report.executed == 0:
                self.report.problems += answer.problems
            self.report.executed = max(self.report.executed, answer.executed)
            self.report.load_seconds = seconds
            return
        ending = answer if isinstance(answer, Ending) else Ending("crashed", "it sent something that is no answer")
        self._stop()
        where = f" ({clean(last.place, 60)})" if last else ""
        self.report.problems.append(
            wire.Problem("", f"{ending.message} while the file was executed{where}; loaded again without that")
        )
        self.skip = [*self.skip, last.statement] if last else self.skip
        self.attempt += 1
        if self.attempt == len(_MODES):
            self.load_failure = ending

    def _stop(self) -> None:
        if self.run is not None:
            if len(self.report.output) < self.settings.limits.output_kb << 10:
                self.report.output += bytes(self.run.output)
            self.run.close()
            self.run = None


def observe_or_fault(isolation: Isolation, tasks: Sequence[Task]) -> Report:
    """As :meth:`Isolation.observe`; what goes wrong with our own processes is tried once more.

    Raises:
        GraderFault: it went wrong twice.
    """
    try:
        return isolation.observe(tasks)
    except GraderFault:
        again = Isolation(
            isolation.pool,
            isolation.settings,
            isolation.module,
            isolation.submission,
            load_seconds=isolation.load_seconds,
            details=isolation.details,
            seed=isolation.seed,
        )
        return again.observe(tasks)
