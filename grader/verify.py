"""`grade verify`: is the course sound? Each assignment's solutions, mutants, stand-ins and margins, examined."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.batch import default_workers
from grader.course import Course
from grader.soundness.examination import examine
from grader.soundness.report import as_json, as_junit, print_report
from grader.whole import write_whole


def verify(
    names: list[str],
    course_folder: Path | None,
    *,
    seeds: int,
    workers: int | None,
    fresh: bool,
    junit: Path | None,
    html: Path | None,
    print_json: bool,
) -> int:
    """Examine assignments; 0 if all are sound, else 1.

    Raises:
        UsageError: it could not run.
    """
    course = Course.at(course_folder.resolve()) if course_folder else Course.find(Path.cwd())
    assignments = [course.assignment(name) for name in dict.fromkeys(names) or course.names]
    console = Console(stderr=True)
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with progress:
        tasks = {one.name: progress.add_task(one.name, visible=False) for one in assignments}

        def show(name: str, done: int, total: int) -> None:
            progress.update(tasks[name], completed=done, total=total, visible=done < total)

        try:
            found = examine(
                assignments, seeds=seeds, workers=workers or default_workers(), fresh=fresh, on_progress=show
            )
        except KeyboardInterrupt:
            progress.stop()
            console.print("interrupted: what was graded is kept, and the same command goes on from there")
            return 130
    if junit is not None:
        write_whole(junit, as_junit(found))
    if html is not None:
        from grader.soundness.page import as_html

        write_whole(html, as_html(found))
    if print_json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        print_report(Console(), found)
    return 0 if all(one.sound for one in found) else 1
