"""One submission's checks in isolated processes: a source and probes go in, outcomes come out.

A probe that hangs, dies or takes too much memory costs its own check only: the next one runs in a fresh process.
Where the source itself takes too long or ends its process, it is loaded again without the statement in question
and without what only computes, in the end by its definitions alone.
"""

from __future__ import annotations

import inspect
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import cloudpickle

from grader.check import HIDDEN, Check
from grader.errors import GraderFault
from grader.inside import wire
from grader.inside.confinement import Limits as ProcessLimits
from grader.inside.encoding import clean
from grader.observation import Malformed, Observation, read_observation
from grader.runner import NO_ANSWER, IsolatedRun, WarmPool
from grader.settings import Settings
from grader.submission import Submission
from grader.watch import Budget, Ending

_MODES: Final = ("everything", "no bare statements", "definitions")
_EXTRAS: Final = {"matplotlib": "matplotlib.pyplot", "pandas": "pandas", "scipy": "scipy", "sklearn": "sklearn"}
_FAULTS: Final = frozenset({"error", "memory", "forbidden", "refused", "missing", "failed"})
_FRAME_SLACK: Final = 1 << 20  # what a message needs beside its answers
_OPEN_FILES: Final = 256


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one check's probe: observations, one a case, or a verdict without them."""

    verdict: str = ""
    message: str = ""
    observations: tuple[Observation, ...] = ()
    seconds: float = 0.0
    case: int = 0
    answers: tuple[bytes, ...] = ()  # the observations as they were sent, where details were asked for
    refused: bool = False  # forbidden by the walls around the process and not by a rule of the assignment
    as_known: bool = False  # the very bytes that the task names: they are not read again


@dataclass(frozen=True, slots=True)
class Task:
    """A check made ready to travel: its probe pickled by value, its data, its seed, its CPU limit."""

    check: Check
    code: bytes
    given: bytes
    seed: tuple[int, ...]
    seconds: float
    known: tuple[bytes, ...] = ()
    """Answers, a case each, that need not be read, because what they are worth is known."""

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
        offered: Mapping[str, str] | None = None,
        details: bool = False,
        seed: int = 0,
    ) -> None:
        self.pool = pool
        self.settings = settings
        self.module = module
        self.submission = submission
        self.load_seconds = load_seconds
        self.offered = dict(offered or {})
        self.details = details
        self.seed = seed
        self.preload = preload_for(settings, submission)
        self.run: IsolatedRun | None = None
        self.attempt = 0
        self.charged = 0.0  # seconds of work and of sleep
        self.served = 0  # checks, by the process that runs now
        self.fresh = True  # whether the last check was the first of its process
        self.skip: list[int] = []
        self.load_failure: Ending | None = None
        self.report = Report()

    def __enter__(self) -> Isolation:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def observe(self, tasks: Sequence[Task]) -> Report:
        """Run every task; the report has an outcome for each, in order.

        Visible checks run first: nothing that a hidden one has shown can be found in what they say.
        """
        outcomes: dict[int, Outcome] = {}
        with self:
            for position in sorted(range(len(tasks)), key=lambda one: tasks[one].check.visibility == HIDDEN):
                outcomes[position] = self.run_check(tasks[position])
        self.report.outcomes = [outcomes[position] for position in range(len(tasks))]
        return self.report

    def load(self) -> Report:
        """Execute the source only."""
        with self:
            self._ready()
        return self.report

    def run_check(self, task: Task) -> Outcome:
        """One check; what an earlier one has left in the process to kill it with costs this one nothing."""
        outcome = self._try(task)
        if outcome.verdict in ("crashed", "memory") and not self.fresh and self.run is None:
            outcome = self._try(task)
        return outcome

    def _try(self, task: Task) -> Outcome:
        if self.charged > self.settings.limits.seconds_in_all:
            return Outcome("timeout", "the time for the whole submission was used up by the checks before this one")
        run = self._ready()
        if run is None:
            assert self.load_failure is not None
            message = f"the file cannot be executed: {self.load_failure.message}"
            return Outcome(self.load_failure.verdict, message)
        if task.check.visibility == HIDDEN:
            run.hush()  # what hidden inputs are must not be found in anything that is printed
        number = secrets.randbits(62)
        self.fresh, self.served = self.served == 0, self.served + 1
        begin, used = run.cpu_seconds(), run.seconds
        probe = wire.Probe(number, task.check.part, task.code, task.given, task.check.cases, list(task.seed))
        answer = run.ask(probe, Budget(task.seconds))
        seconds = max(0.0, run.cpu_seconds() - begin)
        self.report.seconds += seconds
        self.charged += run.seconds - used
        if isinstance(answer, Ending):
            self._stop()
            return Outcome(answer.verdict, answer.message, seconds=seconds)
        if isinstance(answer, wire.Fault) and answer.number == number and answer.verdict in _FAULTS:
            if answer.verdict == "memory":
                self._stop()  # what is left of the memory is nobody's guess
            refused = answer.verdict == "refused"
            verdict = "forbidden" if refused else answer.verdict
            return Outcome(verdict, answer.message, seconds=seconds, case=answer.case, refused=refused)
        if isinstance(answer, wire.Answer) and answer.number == number and len(answer.cases) == task.check.cases:
            if task.known == tuple(answer.cases):
                return Outcome(seconds=seconds, as_known=True)
            try:
                observations = tuple(read_observation(case) for case in answer.cases)
                answers = tuple(answer.cases) if self.details else ()
                return Outcome("", "", observations, seconds, answers=answers)
            except Malformed as error:
                self._stop()
                return Outcome("failed", str(error), seconds=seconds)
        self._stop()
        return Outcome("crashed", NO_ANSWER, seconds=seconds)

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
                scratch_bytes=limits.scratch_mb << 20,
                open_files=_OPEN_FILES,
                threads=limits.threads,
                offered=self.offered,
            ),
            output_bytes=limits.output_kb << 10,
            frame_bytes=(limits.answer_mb << 20) + _FRAME_SLACK,
        )
        self.run, self.served = run, 0
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
        statements = sum(len(tree.body) for tree in self.submission.trees)
        answer = run.ask(load, Budget(self.load_seconds), note, most_progress=statements)
        seconds = run.cpu_seconds()
        self.report.seconds += seconds
        self.charged += run.seconds
        if isinstance(answer, wire.Loaded):
            if self.attempt == 0 or self.report.executed == 0:
                self.report.problems += answer.problems
            self.report.executed = max(self.report.executed, answer.executed)
            self.report.load_seconds = seconds
            return
        ending = answer if isinstance(answer, Ending) else Ending("crashed", NO_ANSWER)
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
            self.run.hush()
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
            offered=isolation.offered,
            details=isolation.details,
            seed=isolation.seed,
        )
        return again.observe(tasks)
