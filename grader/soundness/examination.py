"""Everything of an assignment put together: which trials are needed, and what they show."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Final

from grader.admission import Admission
from grader.check import HIDDEN, VISIBLE, Check, Tolerance
from grader.course import Assignment
from grader.errors import CourseError, GraderFault
from grader.runner import WarmPool
from grader.soundness.cache import Cache
from grader.soundness.equivalent import Equivalent, as_toml, equivalents, path_of
from grader.soundness.mutation import Mutant, mutants
from grader.soundness.specimens import Specimen, parts_of, specimens
from grader.soundness.trials import Circumstances, Graders, Seen, Trial
from grader.soundness.trivial import KINDS, stand_in
from grader.stubs import stale_stubs
from grader.submission import parse_submission

RIGHT_AT_MOST: Final = 0.2
WRONG_AT_LEAST: Final = 5.0
VISIBLE_KILLS: Final = 0.8
RECALL: Final = 0.8
_GAP: Final = 0.2  # a bar keeps this part of the gap between right and wrong solutions away from either
_USUAL: Final = Circumstances()
_AGAIN: Final = Circumstances(hash_seed=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why an assignment is not sound."""

    kind: str
    """`reference`, `stub`, `right`, `wrong`, `trivial`, `mutant`, `mark`, `margin`, `diagnosis`, `flake`, `grader`."""
    subject: str
    message: str
    diff: str = ""
    mark: str = ""
    """Of a mutant: what would mark it as equivalent, but for the reason."""

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}"


@dataclass(frozen=True, slots=True)
class BarMargin:
    """What was measured against one bar of a check."""

    name: str
    bar: float
    right: float | None = None
    """The lowest that a right solution reached."""
    wrong: float | None = None
    """The highest that a wrong solution reached below the bar."""


@dataclass(frozen=True, slots=True)
class CheckMargin:
    """How clearly one check decides."""

    check: Check
    right: float | None = None
    """The largest error of a right solution, in units of the tolerance."""
    wrong: float | None = None
    """The smallest error of a wrong solution that the check catches by its values."""
    bars: tuple[BarMargin, ...] = ()


@dataclass(slots=True)
class Diagnoses:
    """How well mistakes are diagnosed, measured on the wrong solutions."""

    stated: int = 0
    """Checks of wrong solutions that a diagnosis was stated for."""
    right: int = 0
    """Those for which it was one that the solution names."""
    named: int = 0
    """Wrong solutions that name a diagnosis."""
    found: int = 0
    """Those that got one which they name."""


@dataclass(slots=True)
class Examination:
    """What an assignment has shown."""

    assignment: Assignment
    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    margins: list[CheckMargin] = field(default_factory=list)
    mutants: int = 0
    equivalent: int = 0
    killed_hidden: int = 0
    killed_visible: int = 0
    diagnoses: Diagnoses = field(default_factory=Diagnoses)
    graded: int = 0
    reused: int = 0
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        return not self.findings


@dataclass(slots=True)
class _Job:
    """A trial that is wanted, and what came of it."""

    what: tuple[object, ...]
    run: Callable[[Graders], Trial]
    alone: bool = False
    trial: Trial | None = None
    fault: str = ""


class _Plan:
    """The trials of one assignment."""

    def __init__(self, assignment: Assignment, seeds: int) -> None:
        self.assignment = assignment
        self.checks = assignment.checks(hidden=True)
        self.specimens = specimens(assignment)
        self.marks = equivalents(assignment)
        reference = assignment.reference_file
        self.mutants = mutants(reference.read_bytes(), str(reference.relative_to(assignment.course.root)))
        self.jobs: dict[tuple[object, ...], _Job] = {}
        for specimen in self.specimens:
            variants = {"right": seeds, "reference": seeds, "wrong": min(2, seeds)}.get(specimen.kind, 1)
            for variant in range(variants):
                self._add_specimen(specimen, Circumstances(variant, variant % 2))
            if specimen.kind in ("right", "reference"):
                self._add_specimen(specimen, _AGAIN, alone=True)
        for kind in KINDS:
            self._add_stand_in(kind)
        for mutant in self.mutants:
            if not any(mark.covers(mutant) for mark in self.marks):
                self._add_mutant(mutant)

    def _add_specimen(self, specimen: Specimen, circumstances: Circumstances, *, alone: bool = False) -> None:
        def run(graders: Graders) -> Trial:
            if specimen.kind == "wrong" and circumstances.variant:  # that it is lost again is all that is asked
                groups = [partial(_is_of, part) for part in sorted(specimen.loses)]
                return graders.first_losses(specimen.submission, groups, circumstances)
            return graders.grade(specimen.submission, specimen.parts, circumstances)

        what = ("specimen", specimen.name, circumstances)
        parts = (sorted(specimen.parts), sorted(specimen.loses))
        key = ("specimen", specimen.submission.sha256, specimen.submission.notebook, *parts)
        self.jobs[what] = _Job((*key, circumstances), run, alone)

    def _add_stand_in(self, kind: str) -> None:
        def run(graders: Graders) -> Trial:
            return graders.grade(submission, self.assignment.parts, _USUAL, lenient=True)

        submission = stand_in(self.assignment, kind)
        self.jobs["trivial", kind] = _Job(("trivial", submission.sha256), run)

    def _add_mutant(self, mutant: Mutant) -> None:
        def run(graders: Graders) -> Trial:
            submission = parse_submission(mutant.source, ".py", self.assignment.name)
            parts = parts_of(submission, mutant.where, frozenset(self.assignment.parts))
            groups = [partial(_is_of_any, parts, visibility) for visibility in (VISIBLE, HIDDEN)]
            return graders.first_losses(submission, groups, _USUAL)

        self.jobs["mutant", mutant.label] = _Job(("mutant", mutant.source), run)

    @cached_property
    def part_of(self) -> dict[str, str]:
        return {check.name: check.part for check in self.checks}


def _is_of(part: str, check: Check) -> bool:
    return check.part == part


def _is_of_any(parts: frozenset[str], visibility: str, check: Check) -> bool:
    return check.part in parts and check.visibility == visibility


def examine(
    assignments: Iterable[Assignment],
    *,
    seeds: int,
    workers: int,
    fresh: bool,
    on_progress: Callable[[str, int, int], None] = lambda *_: None,
) -> list[Examination]:
    """Examine assignments.

    Raises:
        CourseError: an assignment's files are not as they must be.
    """
    plans = [(_Plan(assignment, seeds), Cache(assignment, read=not fresh)) for assignment in assignments]
    found: list[Examination] = []
    with ExitStack() as stack:
        pools: dict[int, WarmPool] = {}
        for plan, cache in plans:
            begin = time.monotonic()
            waiting = [job for job in plan.jobs.values() if not _reuse(job, cache)]
            if waiting and not pools:
                admission = Admission()
                for number in (0, 1):
                    pools[number] = stack.enter_context(WarmPool(hash_seed=number, admission=admission))
            finished = False
            try:
                _run_all(plan, waiting, cache, pools, workers, on_progress)
                finished = True
            finally:
                cache.write(whole=finished)
            examination = conclude(plan)
            examination.graded, examination.reused = len(waiting), len(plan.jobs) - len(waiting)
            examination.seconds = time.monotonic() - begin
            found.append(examination)
    return found


def _reuse(job: _Job, cache: Cache) -> bool:
    job.trial = cache.get(cache.key(*job.what))
    return job.trial is not None


def _run_all(
    plan: _Plan,
    jobs: list[_Job],
    cache: Cache,
    pools: dict[int, WarmPool],
    workers: int,
    on_progress: Callable[[str, int, int], None],
) -> None:
    """Run the jobs: most of them side by side, some alone, since nothing may depend on that."""
    graders = Graders(plan.assignment, pools)
    done = 0

    def run(job: _Job) -> None:
        nonlocal done
        try:
            job.trial = job.run(graders)
            cache.put(cache.key(*job.what), job.trial)
        except (GraderFault, CourseError) as error:
            job.fault = str(error)
        done += 1
        on_progress(plan.assignment.name, done, len(jobs))

    for number, chosen in ((workers, [job for job in jobs if not job.alone]), (1, [job for job in jobs if job.alone])):
        executor = ThreadPoolExecutor(max_workers=number)
        try:
            for future in wait([executor.submit(run, job) for job in chosen], return_when=FIRST_EXCEPTION).done:
                future.result()
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


# --- what the trials show ---------------------------------------------------------------------------------


def conclude(plan: _Plan) -> Examination:
    """The findings of an assignment, from its trials."""
    examination = Examination(plan.assignment)
    for specimen in plan.specimens:
        examination.counts[specimen.kind] = examination.counts.get(specimen.kind, 0) + 1
    faults = {job.fault: None for job in plan.jobs.values() if job.fault}
    examination.findings += [Finding("grader", plan.assignment.name, fault) for fault in faults]
    examination.findings += _of_stubs(plan.assignment)
    examination.findings += _of_specimens(plan)
    examination.findings += _of_repetitions(plan)
    examination.findings += _of_stand_ins(plan)
    _add_mutants(plan, examination)
    _add_margins(plan, examination)
    _add_diagnoses(plan, examination)
    return examination


def _of_stubs(assignment: Assignment) -> list[Finding]:
    """Stubs that are not what the reference makes."""
    words = f"out of date; `grade stubs {assignment.name}` makes it anew"
    return [Finding("stub", path.name, words) for path in stale_stubs(assignment)]


def _of_specimens(plan: _Plan) -> list[Finding]:
    found = []
    for specimen in plan.specimens:
        for (kind, name, *rest), job in plan.jobs.items():
            if kind != "specimen" or name != specimen.name or job.trial is None or job.alone:
                continue
            sentence = _sentence(plan, specimen, job.trial)
            if sentence:
                variant = rest[0].variant  # type: ignore[attr-defined]
                seed = f" (random inputs number {variant})" if variant else ""
                found.append(Finding(specimen.kind, specimen.name, sentence + seed))
                break
    return found


def _sentence(plan: _Plan, specimen: Specimen, trial: Trial) -> str:
    """What is wrong with a specimen's result, with the messages of the checks concerned."""
    if trial.status != "graded":
        return f"{trial.status}: {trial.message}"
    lost = _lost_parts(plan, trial)
    if specimen.kind == "stub":
        earned = sorted(name for name, seen in trial.checks.items() if seen.verdict in ("passed", "partial"))
        return f"earns points in {', '.join(earned)}" if earned else ""
    words = [f"keeps {part}, which it must lose" for part in sorted(specimen.loses - lost)]
    for part in sorted(lost - specimen.loses):
        of_part = ((name, seen) for name, seen in trial.checks.items() if plan.part_of[name] == part)
        name, seen = next(one for one in of_part if one[1].verdict != "passed")
        words.append(f"loses {part} ({name}: {seen.verdict}: {seen.message})")
    return "; ".join(words)


def _lost_parts(plan: _Plan, trial: Trial) -> frozenset[str]:
    return frozenset(plan.part_of[name] for name, seen in trial.checks.items() if seen.verdict != "passed")


def _of_repetitions(plan: _Plan) -> list[Finding]:
    """The same work with the same inputs: another run, hash seed and number of workers must change nothing."""
    found = []
    for specimen in plan.specimens:
        jobs = [plan.jobs.get(("specimen", specimen.name, one)) for one in (_USUAL, _AGAIN)]
        first, second = (job.trial if job else None for job in jobs)
        if first is None or second is None:
            continue
        for name, seen in first.checks.items():
            other = second.checks.get(name, Seen("missing")).verdict
            if seen.verdict != other:
                words = f"{name}: {seen.verdict} beside other runs, {other} alone with another PYTHONHASHSEED"
                found.append(Finding("flake", specimen.name, words))
    return found


def _of_stand_ins(plan: _Plan) -> list[Finding]:
    found = []
    for kind in KINDS:
        trial = plan.jobs["trivial", kind].trial
        for name, seen in trial.checks.items() if trial else ():
            if seen.verdict in ("passed", "partial"):
                words = f"{seen.verdict} where the answers of {plan.part_of[name]} are trivial ({kind})"
                found.append(Finding("trivial", name, words))
    return found


def _add_mutants(plan: _Plan, examination: Examination) -> None:
    visibility = {check.name: check.visibility for check in plan.checks}
    unused = list(plan.marks)
    examination.mutants = len(plan.mutants)
    tried = 0
    for mutant in plan.mutants:
        marks = [mark for mark in plan.marks if mark.covers(mutant)]
        unused = [mark for mark in unused if mark not in marks]
        if marks:
            examination.equivalent += 1
            continue
        trial = plan.jobs["mutant", mutant.label].trial
        if trial is None:
            continue
        tried += 1
        killers = {visibility[name] for name in trial.checks}
        examination.killed_hidden += HIDDEN in killers
        examination.killed_visible += VISIBLE in killers
        if HIDDEN not in killers:
            seen_by = "visible checks only" if VISIBLE in killers else "no check"
            where = f"{mutant.where or 'the module'}, line {mutant.line}"
            words = f"this mistake is seen by {seen_by}"
            examination.findings.append(Finding("mutant", where, words, mutant.diff, as_toml(mutant)))
    if tried and examination.killed_visible < VISIBLE_KILLS * tried:
        share = examination.killed_visible / tried
        words = f"visible checks see {share:.0%} of the mutants; {VISIBLE_KILLS:.0%} would be right"
        unseen = [mutant.label for mutant in plan.mutants if _unseen(plan, mutant, visibility)]
        examination.findings.append(Finding("mutant", plan.assignment.name, words, "\n".join(unseen)))
    examination.findings += [_stale(plan, mark) for mark in unused]


def _unseen(plan: _Plan, mutant: Mutant, visibility: dict[str, str]) -> bool:
    job = plan.jobs.get(("mutant", mutant.label))
    return bool(job and job.trial and VISIBLE not in {visibility[name] for name in job.trial.checks})


def _stale(plan: _Plan, mark: Equivalent) -> Finding:
    words = (
        f"{mark.where}: `{mark.original}` → `{mark.changed}` is no mutant any more; without this mark it would be right"
    )
    return Finding("mark", str(path_of(plan.assignment)), words)


def _add_margins(plan: _Plan, examination: Examination) -> None:
    trials = [
        (specimen, job.trial)
        for specimen in plan.specimens
        for (kind, name, *_), job in plan.jobs.items()
        if kind == "specimen" and name == specimen.name and job.trial is not None
    ]
    for check in plan.checks:
        right = [
            trial.checks[check.name] for one, trial in trials if one.kind == "right" and check.name in trial.checks
        ]
        wrong = [
            trial.checks[check.name]
            for one, trial in trials
            if one.kind == "wrong" and check.part in one.loses and check.name in trial.checks
        ]
        margin = CheckMargin(
            check,
            max((seen.error for seen in right if seen.error is not None), default=None),
            min((seen.error for seen in wrong if seen.error is not None and 1 < seen.error < math.inf), default=None),
            tuple(
                _bar_margin(name, right, wrong) for name in dict.fromkeys(name for one in right for name in one.bars)
            ),
        )
        examination.margins.append(margin)
        found = _of_margin(margin)
        examination.findings += found
        if not found and margin.wrong is not None and margin.wrong < WRONG_AT_LEAST:
            examination.notes.append(
                f"{check.name}: a wrong solution is off by {margin.wrong:.3g} tolerances only; {_advice(margin)}"
            )
    for specimen, trial in trials:
        if specimen.kind == "wrong":
            examination.findings += _of_faint(plan, specimen, trial)


def _bar_margin(name: str, right: list[Seen], wrong: list[Seen]) -> BarMargin:
    reached = [seen.bars[name] for seen in right if name in seen.bars]
    missed = [measured for seen in wrong for measured, bar in (seen.bars.get(name, (0.0, 0.0)),) if measured < bar]
    return BarMargin(name, reached[0][1], min(measured for measured, _ in reached), max(missed, default=None))


def _of_margin(margin: CheckMargin) -> list[Finding]:
    """A right solution too near to its tolerance, bars too near to either side."""
    name, found = margin.check.name, []
    if margin.right is not None and RIGHT_AT_MOST < margin.right < math.inf:
        words = f"a right solution is off by {margin.right:.3g} tolerances; {_advice(margin)}"
        found.append(Finding("margin", name, words))
    for one in margin.bars:
        if one.right is None or one.wrong is None:
            continue
        gap = one.right - one.wrong
        if one.right - one.bar < _GAP * gap or one.bar - one.wrong < _GAP * gap:
            words = (
                f"the bar of {one.name} stands at {one.bar:g}, right solutions reach {one.right:.4g} or more, "
                f"wrong ones up to {one.wrong:.4g}; {(one.right + one.wrong) / 2:.3g} would be in the middle"
            )
            found.append(Finding("margin", name, words))
    return found


def _add_diagnoses(plan: _Plan, examination: Examination) -> None:
    """Each diagnosis that a wrong solution gets is one that it names; most of those that name one get it."""
    found, missed = examination.diagnoses, []
    for specimen in plan.specimens:
        trials = {
            what[2]: job.trial
            for what, job in plan.jobs.items()
            if what[:2] == ("specimen", specimen.name) and job.trial is not None
        }
        if specimen.kind != "wrong" or not trials:
            continue
        strange: dict[str, str] = {}
        for trial in trials.values():
            stated = {name: seen.diagnosis for name, seen in trial.checks.items() if seen.diagnosis}
            found.stated += len(stated)
            found.right += sum(kind in specimen.diagnoses for kind in stated.values())
            strange |= {kind: name for name, kind in stated.items() if kind not in specimen.diagnoses}
        for kind, name in strange.items():
            words = f"gets the diagnosis {kind} ({name}); one that the mistake is not, or it is to be named"
            examination.findings.append(Finding("diagnosis", specimen.name, words))
        if specimen.diagnoses and _USUAL in trials:
            found.named += 1
            if any(seen.diagnosis in specimen.diagnoses for seen in trials[_USUAL].checks.values()):
                found.found += 1
            else:
                missed.append(f"{specimen.name}: {', '.join(sorted(specimen.diagnoses))}")
    if found.named and found.found < RECALL * found.named:
        share = found.found / found.named
        words = f"{share:.0%} of the wrong solutions get the diagnosis that they name; {RECALL:.0%} would be right"
        examination.findings.append(Finding("diagnosis", plan.assignment.name, words, "\n".join(missed)))


def _of_faint(plan: _Plan, specimen: Specimen, trial: Trial) -> list[Finding]:
    """The parts of a wrong solution that no check sees clearly."""
    found = []
    for part in sorted(specimen.loses & _lost_parts(plan, trial)):
        strengths = {name: _strength(seen) for name, seen in trial.checks.items() if plan.part_of[name] == part}
        name = max(strengths, key=lambda one: strengths[one])
        if strengths[name] < WRONG_AT_LEAST:
            words = (
                f"loses {part} by {strengths[name]:.3g} tolerances only, at most ({name}); a check that sees more of it"
            )
            found.append(Finding("margin", specimen.name, f"{words}, or a narrower tolerance, would be right"))
    return found


def _strength(seen: Seen) -> float:
    """How clearly a check was lost, in units of its tolerance; infinite where not by values within one."""
    if seen.verdict == "passed":
        return 0.0
    return seen.error if seen.error is not None and seen.error > 1 else math.inf


def _advice(margin: CheckMargin) -> str:
    """Which tolerance to move, and to what."""
    right = max(margin.right or 0.0, 1e-6)
    wrong = margin.wrong or math.inf
    if wrong < right * WRONG_AT_LEAST / RIGHT_AT_MOST:
        return "no tolerance separates right from wrong here; other inputs would be right"
    low, high = right / RIGHT_AT_MOST, wrong / WRONG_AT_LEAST
    factor = low if low > 1 else high
    tolerance = margin.check.tolerance
    if isinstance(tolerance, Tolerance):
        rtol, atol = (_round(factor * value, up=low > 1) for value in (tolerance.rtol, tolerance.atol))
        return f"Tolerance(rtol={rtol:g}, atol={atol:g}) would be right"
    return f"a tolerance {_round(factor, up=low > 1):g} times as wide would be right"


def _round(value: float, *, up: bool) -> float:
    """To two digits, so that the advice is not a little too narrow or too wide."""
    if value == 0:
        return 0.0
    unit: float = 10.0 ** (math.floor(math.log10(value)) - 1)
    return float(f"{(math.ceil if up else math.floor)(round(value / unit, 9)) * unit:.6g}")
