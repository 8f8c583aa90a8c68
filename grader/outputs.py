"""The tables of an output folder, made from its gradebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from grader.errors import UsageError
from grader.gradebook.connection import GradebookError
from grader.gradebook.store import Entry, Gradebook
from grader.results import Result
from grader.tables import Standing, write_gradebook, write_results


def write_tables(output: Path, gradebook: Gradebook, name: str, seen: Callable[[Entry], None] = lambda _: None) -> None:
    """``<name>.csv``, ``<name>.checks.csv`` and ``gradebook.csv``; ``seen`` is told every entry of the assignment.

    Raises:
        UsageError: one cannot be written; what it would have told is in the gradebook.
    """

    def results() -> Iterator[Result]:
        for entry in gradebook.entries(gradebook.students(name)):
            seen(entry)
            yield entry.result

    try:
        write_results(output, name, results())
        write_gradebook(output, _standings(gradebook))
    except GradebookError:
        raise
    except UsageError as error:
        kept = f"the results are in {gradebook.shown}, the same command writes the files again"
        raise UsageError(f"{error}; {kept}") from None


def _standings(gradebook: Gradebook) -> dict[str, dict[str, Standing]]:
    """Assignment to student to score, of everything that was graded into this book."""
    return {
        assignment: {
            entry.result.student_id: Standing(
                entry.score,
                entry.result.max_score,
                excused=entry.result.ruling is not None and entry.result.ruling.excused,
            )
            for entry in gradebook.entries(gradebook.students(assignment), details=False)
        }
        for assignment in gradebook.assignments()
    }
