"""`grade batch`: a folder of submissions to CSV files, with progress and a summary."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from grader.batch import Interrupted, Summary, default_workers, grade_all
from grader.course import Assignment, Course
from grader.errors import UsageError, printable
from grader.grading import Grader, Result
from grader.inside.confinement import Walls
from grader.record import run_record
from grader.runner import WarmPool
from grader.submission import Found, find_submissions
from grader.tables import number, write_gradebook, write_results, write_whole
from grader.walls import level, measure, missing, refuse_exposed


def grade_batch(
    folder: Path,
    name: str,
    output: Path,
    workers: int | None,
    course_folder: Path | None,
    *,
    best_effort: bool,
    as_json: bool,
) -> int:
    """Grade a class; the exit code.

    Raises:
        UsageError: it could not run.
    """
    course = Course.at(course_folder.resolve()) if course_folder else Course.find(Path.cwd(), folder.resolve())
    assignment = course.assignment(name)
    submissions = find_submissions(folder, name)
    walls = measure()
    if not best_effort:
        _require_full(walls)
    refuse_exposed((course.root, folder, output), walls)
    _make_folder(output)
    console = Console(stderr=True)
    interrupted = False
    with WarmPool(walls) as pool:
        grader = _prepare(console, assignment, pool)
        walls = pool.in_force()
        with _progress(console) as progress:
            task = progress.add_task(name, total=len(submissions))
            try:
                results = grade_all(
                    grader, submissions, workers or default_workers(), lambda result: progress.advance(task)
                )
            except Interrupted as stopped:
                results, interrupted = _with_the_rest(stopped.results, submissions, grader), True
    summary = Summary.of(results, grader.max_score)
    _write(output, name, results, course, run_record(name, walls, summary))
    if as_json:
        content = _as_json(name, output, summary, results) | {"isolation": level(walls)}
        print(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        _print_summary(name, output, summary, results)
    if interrupted:
        done = sum(result.status != "needs_attention" for result in results)
        console.print(
            f"interrupted: {done} of {len(submissions)} submissions are graded; the same command grades all",
            highlight=False,
        )
        return 130
    return 1 if "needs_attention" in summary.statuses else 0


def _require_full(walls: Walls) -> None:
    if level(walls) != "full":
        lacking = [one for one in missing(walls) if one.what in ("Landlock", "seccomp")]
        raise UsageError(
            f"this machine does not isolate submissions fully: no {' and no '.join(one.what for one in lacking)} "
            f"({'; '.join(one.effect for one in lacking)}); `grade doctor` says what would give it, "
            "--isolation best-effort grades all the same"
        )


def _write(output: Path, name: str, results: list[Result], course: Course, record: dict[str, object]) -> None:
    """Write the tables; where the folder has no room, elsewhere, so that the work is not lost."""
    try:
        write_results(output, name, results)
        write_gradebook(output, course.names)
        write_whole(output / f"{name}.run.json", (json.dumps(record, indent=2) + "\n").encode())
    except UsageError as error:
        try:
            refuge = Path(tempfile.mkdtemp(prefix="grades-"))
            write_results(refuge, name, results)
        except (OSError, UsageError):
            raise error from None
        raise UsageError(f"{error}; the new results are in {refuge}") from None


def _with_the_rest(results: list[Result], submissions: list[Found], grader: Grader) -> list[Result]:
    """The results, and for each submission that was not reached a row that says so."""
    graded = {result.student_id for result in results}
    return results + [
        Result(
            found.student_id,
            grader.assignment.name,
            "needs_attention",
            grader.max_score,
            file=found.file,
            flags=found.flags,
            message="not graded yet: the batch was interrupted",
        )
        for found in submissions
        if found.student_id not in graded
    ]


def _prepare(console: Console, assignment: Assignment, pool: WarmPool) -> Grader:
    if console.is_terminal:
        with console.status(f"{assignment.name}: running the reference …"):
            return Grader.prepare(assignment, pool, hidden=True)
    return Grader.prepare(assignment, pool, hidden=True)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
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


def _print_summary(name: str, output: Path, summary: Summary, results: list[Result]) -> None:
    console = Console()
    console.print(f"[bold]{name}[/]: {summary.submissions} submissions", highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("status")
    table.add_column("how many", justify="right")
    for status, count in summary.statuses.items():
        table.add_row(status.replace("_", " "), str(count))
    console.print(table)
    if summary.mean is not None and summary.median is not None:
        console.print(
            f"mean {number(round(summary.mean, 2))}, median {number(round(summary.median, 2))} "
            f"of {number(summary.max_score)} points",
            highlight=False,
        )
    attention = [result for result in results if result.status == "needs_attention"]
    for result in attention[:10]:
        words = printable(f"needs attention: {result.student_id}: {result.message}")
        console.print(words, markup=False, highlight=False)
    if len(attention) > 10:
        console.print(f"… and {len(attention) - 10} more", highlight=False)
    print(f"written: {output / f'{name}.csv'}, {output / f'{name}.checks.csv'}, {output / 'gradebook.csv'}")
    sys.stdout.flush()


def _as_json(name: str, output: Path, summary: Summary, results: list[Result]) -> dict[str, object]:
    return {
        "assignment": name,
        "submissions": summary.submissions,
        "max_score": summary.max_score,
        "mean": summary.mean,
        "median": summary.median,
        "statuses": summary.statuses,
        "needs_attention": {r.student_id: r.message for r in results if r.status == "needs_attention"},
        "files": [str(output / f"{name}.csv"), str(output / f"{name}.checks.csv"), str(output / "gradebook.csv")],
    }
