"""`grade batch`: a folder of submissions to a gradebook and CSV files, with progress, a log and a summary."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from grader.admission import Admission
from grader.batch import Batch, OnResult, Summary, default_workers
from grader.check import Check
from grader.course import Assignment, Course
from grader.errors import UsageError, near, printable
from grader.executors import Executor
from grader.executors.local import LocalExecutor
from grader.gradebook.connection import GradebookError, address
from grader.gradebook.store import COMPLETE, INTERRUPTED, Entry, Gradebook, Run
from grader.grading import Grader
from grader.handed_in import HandedIn, HandIns
from grader.inside.confinement import Walls
from grader.outputs import write_tables
from grader.provenance import Provenance
from grader.record import isolation_record, run_record
from grader.results import Result, joined
from grader.roster import Member, read_roster, strangers
from grader.rulings import Terms
from grader.runner import WarmPool
from grader.submission import Found, find_submissions
from grader.tables import number
from grader.walls import FULL, level, measure, missing, refuse_exposed
from grader.whole import write_whole

_SHOWN_ONE_BY_ONE = 20  # students of a quick look
_log = logging.getLogger("grader.batch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What `grade batch` was asked for."""

    folder: Path
    name: str
    output: Path
    workers: int | None = None
    course: Path | None = None
    database: str | None = None
    scheduler: str | None = None
    best_effort: bool = False
    regrade: bool = False
    nice: int = 0
    limit: int | None = None
    only: tuple[str, ...] = ()
    roster: Path | None = None
    as_json: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is about everybody in the folder."""
        return self.limit is None and not self.only


def grade_batch(request: Request) -> int:
    """Grade a class; the exit code.

    Raises:
        UsageError: it could not run.
    """
    course = (
        Course.at(request.course.resolve()) if request.course else Course.find(Path.cwd(), request.folder.resolve())
    )
    assignment = course.assignment(request.name)
    roster = _roster(request, course)
    submissions = _asked_for(request, _of_class(find_submissions(request.folder, request.name), roster))
    hand_ins = HandIns(request.folder, request.name)
    submissions = [_with_time(found, hand_ins.of(found)) for found in submissions]
    for option, wrong in (("--workers", request.workers is not None), ("--nice", request.nice > 0)):
        if wrong and request.scheduler is not None:
            raise UsageError(
                f"{option} is about this machine; with --scheduler the cluster's workers say it themselves"
            )
    walls = measure()
    if not request.best_effort and request.scheduler is None:
        _require_full(walls)
    url = address(request.output, request.database)
    kept_in = [Path(str(url.database)).parent] if url.get_backend_name() == "sqlite" else []
    refuse_exposed((course.root, request.folder, request.output, *kept_in), walls)
    _make_folder(request.output)
    if request.nice:
        os.nice(request.nice)
    checks = assignment.checks(hidden=True)
    provenance = Provenance.of(assignment, checks, walls)
    if request.scheduler is not None and not request.best_effort:
        provenance = msgspec.structs.replace(provenance, isolation=FULL)  # what is asked of every worker
    with Gradebook.at(request.output, request.database, create=True) as gradebook:
        run = gradebook.begin(
            provenance,
            checks,
            whole=request.whole,
            isolation=gradebook.newest_isolation(provenance) or isolation_record(walls),
            folder=str(request.folder.resolve()),
            terms=Terms.of(assignment.settings),
        )
        if roster:
            gradebook.set_members(roster)
        with _logging(request.output, run):
            _log.info("%s: %d submissions in %s, %s", request.name, len(submissions), request.folder, provenance.digest)
            batch = Batch(gradebook, run, assignment, checks, submissions)
            failure = _grade(request, batch, gradebook, run, assignment, walls)
            interrupted = isinstance(failure, KeyboardInterrupt)
            kept = f"{batch.reached} of {len(submissions)} submissions are graded and kept"
            kept += "; the same command grades the rest"
            if failure is not None:
                _log.info("ended early: %s; %s", "interrupted" if interrupted else failure, kept)
            if isinstance(failure, GradebookError):
                raise UsageError(f"{failure}; {kept}")
            if failure is not None and batch.graded == 0:  # the files of the run before are still the best there is
                raise failure
            if failure is not None:
                batch.give_up()
            gradebook.end(run, INTERRUPTED if failure is not None else COMPLETE)
            summary = _write(request, gradebook, run, checks)
            _log.info("%d graded, %d unchanged; %s", batch.graded, batch.reused, summary.statuses)
        if isinstance(failure, UsageError):
            raise UsageError(f"{failure}; {kept}")
        _print(request, gradebook, run, batch, summary)
    if interrupted:
        print(f"interrupted: {kept}", file=sys.stderr)
        return 130
    return 1 if "needs_attention" in summary.statuses else 0


def _asked_for(request: Request, submissions: list[Found]) -> list[Found]:
    """The submissions of the students who were named, the first so many of them."""
    if request.only:
        known = {found.student_id for found in submissions}
        for student in request.only:
            if student not in known:
                raise UsageError(f"--only {student}: no such student in {request.folder}{near(student, known)}")
        submissions = [found for found in submissions if found.student_id in request.only]
    return submissions[: request.limit]


def _roster(request: Request, course: Course) -> dict[str, Member]:
    """Who is in the class: the file that is named, else the course's own, else nobody knows."""
    own = course.root / "roster.csv"
    if request.roster is None and not own.is_file():
        return {}
    return read_roster(request.roster or own)


def _of_class(submissions: list[Found], roster: dict[str, Member]) -> list[Found]:
    """Everybody on the roster, also who handed in nothing; whoever is not on it is told with the nearest names."""
    if not roster:
        return submissions
    handed_in = {found.student_id: found for found in submissions}
    for stranger in strangers(handed_in, roster):
        found = handed_in[stranger.student_id]
        flags, note = (*found.flags, "not_on_roster"), joined(found.note, stranger.words())
        handed_in[stranger.student_id] = replace(found, flags=flags, note=note)
    absent = {student: Found(student, None) for student in roster.keys() - handed_in.keys()}
    return [one for _, one in sorted((handed_in | absent).items())]


def _with_time(found: Found, handed_in: HandedIn) -> Found:
    """With when it was handed in, and who says so."""
    if handed_in.when is None:
        return found
    return replace(found, handed_in=handed_in.when.isoformat(timespec="seconds"), handed_in_from=handed_in.source)


def _require_full(walls: Walls) -> None:
    if level(walls) != FULL:
        lacking = [one for one in missing(walls) if one.what in ("Landlock", "seccomp")]
        raise UsageError(
            f"this machine does not isolate submissions fully: no {' and no '.join(one.what for one in lacking)} "
            f"({'; '.join(one.effect for one in lacking)}); `grade doctor` says what would give it, "
            "--isolation best-effort grades all the same"
        )


def _make_folder(output: Path) -> None:
    """Fail before the work where the results could not be written after it."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        probe = output / ".grade-writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UsageError(f"{output}: cannot be written to: {error.strerror}; --output FOLDER says where else") from None


@contextlib.contextmanager
def _logging(output: Path, run: Run) -> Iterator[None]:
    """A log file of the batch; without one where it cannot be written."""
    path = output / "logs" / f"{run.assignment}-run{run.id}.log"
    handler: logging.Handler = logging.NullHandler()
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    formatter = logging.Formatter("%(asctime)sZ %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.handleError = lambda record: None  # type: ignore[method-assign]  # a full disk shows in the gradebook
    root = logging.getLogger("grader")
    root.setLevel(logging.INFO)
    root.propagate = False
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        with contextlib.suppress(OSError):
            handler.close()


def _grade(
    request: Request, batch: Batch, gradebook: Gradebook, run: Run, assignment: Assignment, walls: Walls
) -> KeyboardInterrupt | UsageError | None:
    """Plan and grade; what ended it early, where something has."""
    console = Console(stderr=True)
    try:
        with _status(console, "looking at the submissions …"):
            batch.plan(regrade=request.regrade)
        _log.info("%d to grade, %d unchanged", batch.waiting, batch.reused)
        if not batch.waiting:
            return None
        with contextlib.ExitStack() as stack:
            with _status(console, f"{assignment.name}: running the reference …"):
                executor = stack.enter_context(_executor(request, assignment, run, walls))
            _log.info("grading with %s", executor.name)
            advance = stack.enter_context(_progress(console, assignment.name, batch.waiting))
            gradebook.set_executor(run, executor.name, isolation_record(executor.walls() or walls))
            batch.grade(executor, advance)
            gradebook.set_executor(run, executor.name, isolation_record(executor.walls() or walls))
    except (KeyboardInterrupt, UsageError) as failure:
        return failure
    return None


@contextlib.contextmanager
def _executor(request: Request, assignment: Assignment, run: Run, walls: Walls) -> Iterator[Executor]:
    if request.scheduler is not None:
        from grader.executors.cluster import DaskExecutor  # only where it is used: it takes half a second

        course, worth = assignment.course.root, sum(assignment.settings.points.values())
        with DaskExecutor(request.scheduler, course, run.provenance, worth) as cluster:
            yield cluster
        return
    with WarmPool(walls, admission=Admission()) as pool:
        yield LocalExecutor(Grader.prepare(assignment, pool, hidden=True), request.workers or default_workers())


@contextlib.contextmanager
def _status(console: Console, words: str) -> Iterator[None]:
    with console.status(words) if console.is_terminal else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def _progress(console: Console, name: str, total: int) -> Iterator[OnResult]:
    """A bar with rate and time left on a terminal; every result goes to the log."""
    begin, done = time.monotonic(), 0
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
    with progress:
        task = progress.add_task(name, total=total, rate="")

        def advance(result: Result, founds: Sequence[Found]) -> None:
            nonlocal done
            done += len(founds)
            rate = done / max(time.monotonic() - begin, 1e-3)
            progress.update(task, completed=done, rate=f"{rate:.1f}/s" if rate >= 1 else f"{1 / rate:.1f} s each")
            score = "open" if result.score is None else number(result.score)
            for found in founds:
                words = f"{found.student_id}: {result.status}, {score} points, {result.seconds:.3f} s {result.message}"
                _log.info("%s", printable(words.rstrip()))

        yield advance


def _write(request: Request, gradebook: Gradebook, run: Run, checks: Sequence[Check]) -> Summary:
    """The CSV files and the record."""
    summary = Summary()

    def seen(entry: Entry) -> None:
        if entry.run_id == run.id:
            summary.add(entry.result)

    write_tables(request.output, gradebook, run.assignment, seen)
    isolation = gradebook.run(run.id).isolation
    record = run_record(run.provenance, isolation, sum(check.points for check in checks), summary)
    write_whole(request.output / f"{run.assignment}.run.json", (json.dumps(record, indent=2) + "\n").encode())
    return summary


def _print(request: Request, gradebook: Gradebook, run: Run, batch: Batch, summary: Summary) -> None:
    files = [str(request.output / f"{run.assignment}{end}") for end in (".csv", ".checks.csv")]
    files.append(str(request.output / "gradebook.csv"))
    max_score = sum(check.points for check in batch.checks)
    if request.as_json:
        content = {
            "assignment": run.assignment,
            "run": run.id,
            "submissions": summary.submissions,
            "graded": batch.graded,
            "unchanged": batch.reused,
            "max_score": max_score,
            "mean": summary.mean,
            "median": summary.median,
            "statuses": summary.statuses,
            "needs_attention": summary.attention,
            "files": files,
            "provenance": run.provenance.digest,
            "isolation": run.provenance.isolation,
        }
        print(json.dumps(content, indent=2))
        return
    console = Console()
    unchanged = f", {batch.reused} of them unchanged and not graded again" if batch.reused else ""
    console.print(f"[bold]{run.assignment}[/]: {summary.submissions} submissions{unchanged}", highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    if request.whole or summary.submissions > _SHOWN_ONE_BY_ONE:
        table.add_column("status")
        table.add_column("how many", justify="right")
        for status, count in summary.statuses.items():
            table.add_row(status.replace("_", " "), str(count))
    else:
        for column in ("student", "status", "score", ""):
            table.add_column(column, justify="right" if column == "score" else "left")
        for entry in gradebook.entries(gradebook.students(run.assignment, run)):
            one = entry.result
            score = "" if one.score is None else number(one.score)
            cells = (one.student_id, one.status.replace("_", " "), score, one.message)
            table.add_row(*(Text(printable(cell)) for cell in cells))
    console.print(table)
    if summary.mean is not None and summary.median is not None:
        console.print(
            f"mean {number(round(summary.mean, 2))}, median {number(round(summary.median, 2))} "
            f"of {number(max_score)} points",
            highlight=False,
        )
    for student, message in list(summary.attention.items())[:10]:
        console.print(printable(f"needs attention: {student}: {message}"), markup=False, highlight=False)
    if len(summary.attention) > 10:
        console.print(f"… and {len(summary.attention) - 10} more", highlight=False)
    print(printable(f"written: {', '.join(files)}"))
    sys.stdout.flush()
