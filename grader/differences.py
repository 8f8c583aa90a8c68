"""`grade diff`: whose score changed between two runs, by how much, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.errors import UsageError, printable
from grader.gradebook.store import Entry, Gradebook, Run
from grader.tables import number

UNEXPLAINED = "nothing that is recorded: the same file with the same provenance gave another result"
_MOST_CHECKS = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One student's score in two runs; None where it is open, or the student is not in the run."""

    student_id: str
    old: float | None
    new: float | None
    old_status: str
    new_status: str
    why: list[str]
    checks: list[str]
    """Those whose verdict changed: ``adds_loops: failed → passed``."""


def differ(name: str, old: int | None, new: int | None, output: Path, database: str | None, *, as_json: bool) -> int:
    """Show what changed between two runs, by default the last two over the whole class; the exit code as of `diff`.

    Raises:
        UsageError: there are no two runs, or no gradebook.
    """
    with Gradebook.at(output, database) as gradebook:
        first, second = _chosen(gradebook, name, old, new)
        found = list(changes(gradebook, first, second))
        students = len(gradebook.students(name, second))
    if as_json:
        content = {
            "assignment": name,
            "old": {"run": first.id, "begun": first.begun, "provenance": first.provenance.digest},
            "new": {"run": second.id, "begun": second.begun, "provenance": second.provenance.digest},
            "provenance_differences": first.provenance.differences(second.provenance),
            "changes": [asdict(change) for change in found],
        }
        print(json.dumps(content, indent=2))
    else:
        _print(first, second, found, students)
    return 1 if found else 0


def changes(gradebook: Gradebook, old: Run, new: Run) -> Iterator[Change]:
    """Whoever has another score or status, by id; of two runs over parts of a class who is in both."""
    before, after = gradebook.students(old.assignment, old), gradebook.students(new.assignment, new)
    both = sorted(before.keys() & after.keys())
    pairs = zip(
        gradebook.entries({student: old.id for student in both}),
        gradebook.entries({student: new.id for student in both}),
        strict=True,
    )
    found = [_change(one, other) for one, other in pairs if _told(one) != _told(other)]
    if old.whole and new.whole:
        gone = {student: old.id for student in before.keys() - after.keys()}
        came = {student: new.id for student in after.keys() - before.keys()}
        for entry in gradebook.entries(gone, details=False):
            student, status = entry.result.student_id, entry.result.status
            found.append(Change(student, entry.score, None, status, "", ["no longer in the folder"], []))
        for entry in gradebook.entries(came, details=False):
            student, status = entry.result.student_id, entry.result.status
            found.append(Change(student, None, entry.score, "", status, ["new in the folder"], []))
    yield from sorted(found, key=lambda change: change.student_id)


def _told(entry: Entry) -> tuple[str, float | None]:
    return entry.result.status, None if entry.score is None else round(entry.score, 6)


def _change(old: Entry, new: Entry) -> Change:
    before = {one.check: one for one in old.result.checks}
    after = {one.check: one for one in new.result.checks}
    names = [*before, *(name for name in after if name not in before)]
    verdicts = [
        (name, before[name].verdict if name in before else "none", after[name].verdict if name in after else "none")
        for name in names
        if name not in before
        or name not in after
        or (before[name].verdict, before[name].score) != (after[name].verdict, after[name].score)
    ]
    why = [] if old.result.sha256 == new.result.sha256 else ["their work"]
    why += old.provenance.differences(new.provenance, checks=[name for name, _, _ in verdicts])
    for entry in (old, new):
        if entry.result.status == "needs_attention":
            why.append(f"run {entry.run_id}: {entry.result.message}")
    return Change(
        old.result.student_id,
        old.score,
        new.score,
        old.result.status,
        new.result.status,
        why or [UNEXPLAINED],
        [f"{name}: {one} → {other}" for name, one, other in verdicts],
    )


def _chosen(gradebook: Gradebook, name: str, old: int | None, new: int | None) -> tuple[Run, Run]:
    gradebook.require(name)
    runs = gradebook.runs(name)
    by_number = {run.id: run for run in runs}
    for wanted in (old, new):
        if wanted is not None and wanted not in by_number:
            there = ", ".join(f"{run.id} ({run.begun})" for run in runs[-5:])
            raise UsageError(f"{name} has no run {wanted}; its last ones are {there}")
    wholes = [run for run in runs if run.whole]
    second = by_number[new] if new is not None else (wholes or runs)[-1]
    earlier = [run for run in wholes if run.id < second.id]
    if old is None and not earlier:
        raise UsageError(f"{name}: only run {second.id} ({second.begun}) is there; a second one would be right")

    return by_number[old] if old is not None else earlier[-1], second


def _print(old: Run, new: Run, found: list[Change], students: int) -> None:
    console = Console()
    console.print(
        f"[bold]{new.assignment}[/]: run {old.id} ({old.begun}) → run {new.id} ({new.begun})", highlight=False
    )
    common = old.provenance.differences(new.provenance)
    if common:
        console.print(Text(f"changed between them: {', '.join(common)}", style="dim"))
    if not found:
        console.print(f"no score changed, {students} students", highlight=False)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, right in (("student", False), ("was", True), ("is", True), ("change", True), ("why", False)):
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for one in found:
        why = "; ".join(one.why)
        if one.checks:
            more = f" and {len(one.checks) - _MOST_CHECKS} more" if len(one.checks) > _MOST_CHECKS else ""
            why += f" ({', '.join(one.checks[:_MOST_CHECKS])}{more})"
        cells = (one.student_id, _score(one.old, one.old_status), _score(one.new, one.new_status), _delta(one), why)
        table.add_row(*(Text(printable(cell)) for cell in cells))
    console.print(table)
    up = sum(one.old is not None and one.new is not None and one.new > one.old for one in found)
    down = sum(one.old is not None and one.new is not None and one.new < one.old for one in found)
    console.print(f"{len(found)} changed of {students} students: {up} up, {down} down", highlight=False)


def _score(score: float | None, status: str) -> str:
    return number(score) if score is not None else status.replace("_", " ")


def _delta(change: Change) -> str:
    if change.old is None or change.new is None:
        return ""
    delta = change.new - change.old
    return ("+" if delta > 0 else "") + number(delta)
