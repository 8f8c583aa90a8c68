"""`grade locally`: the visible checks on a student's own work, and what went wrong where."""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
import webbrowser
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.course import SETTINGS, Assignment, Course
from grader.errors import GraderFault, UsageError, near, printable
from grader.grading import Grader
from grader.parts import NOT_WRITTEN, OK, PartResult, by_part
from grader.provenance import Provenance
from grader.receipts import Receipt
from grader.results import Result
from grader.runner import WarmPool
from grader.submission import Found
from grader.tables import number
from grader.whole import write_page
from grader.work import find_work

_STYLES: Final = {OK: "green", NOT_WRITTEN: "yellow"}
_LOOK_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What `grade locally` was asked for."""

    path: Path = Path(".")
    name: str | None = None
    course: Path | None = None
    parts: tuple[str, ...] = ()
    watch: bool = False
    verbose: bool = False
    plot: bool = False
    as_json: bool = False


def grade_locally(request: Request) -> int:
    """Grade one's own work; the exit code.

    Raises:
        UsageError: it could not run.
    """
    for option, wanted in (("--watch", request.watch), ("--plot", request.plot)):
        if wanted and request.as_json:
            raise UsageError(f"{option} and --json: one of the two would be right")
    try:
        with WarmPool() as pool:
            desk = _Desk(request, pool)
            return _watch(desk) if request.watch else desk.grade()
    except GraderFault as error:
        raise UsageError(f"the checks could not run: {error}") from None


class _Desk:
    """One's own work and its grader, which is kept while the checks stay the same: then only the work is run."""

    def __init__(self, request: Request, pool: WarmPool) -> None:
        self.request = request
        self.console = Console()
        self._pool = pool
        self._grader: Grader | None = None
        self._made_of: object = None
        self._page: Path | None = None
        start = request.path.resolve()
        self._course = Course.at(request.course.resolve()) if request.course else Course.find(start, Path.cwd())

    def work(self) -> tuple[Path, str]:
        """The file that counts, and which other one was left aside.

        Raises:
            UsageError: there is none.
        """
        return find_work(self.request.path, self.request.name, self._course)

    def grade(self) -> int:
        """Grade it as it is now and print what came out; the exit code.

        Raises:
            UsageError: it could not run.
            GraderFault: something of our own failed.
        """
        file, note = self.work()
        assignment = self._course.assignment(self.request.name or file.stem)
        for part in self.request.parts:
            if part not in assignment.parts:
                raise UsageError(f"{assignment.name} has no part {part!r}{near(part, assignment.parts)}")
        grader = self._ready(assignment)
        found = Found("you", file, file.name, note=note)
        result = grader.grade(found, self.request.parts or None)
        if result.status == "needs_attention":
            raise UsageError(f"the checks could not run: {result.message}")
        if self.request.as_json:
            provenance = Provenance.of(assignment, grader.checks, self._pool.in_force())
            receipt = Receipt.of(result, provenance, result.score)
            content = _as_json(assignment, file, result) | {"receipt": msgspec.to_builtins(receipt)}
            print(json.dumps(content, indent=2))
        else:
            _print(self.console, assignment, file, result, note, verbose=self.request.verbose)
            if self.request.plot:
                self._show(assignment, file, result)
        return 0 if result.status == "graded" and all(one.verdict == "passed" for one in result.checks) else 1

    def _ready(self, assignment: Assignment) -> Grader:
        sources = (assignment.folder / SETTINGS, assignment.folder / "checks.py")
        made_of = [_state(path) for path in (*sources, assignment.frozen_file, assignment.reference_file)]
        if self._grader is None or self._made_of != made_of:
            self._grader = Grader.prepare(assignment, self._pool, hidden=False)
            self._made_of = made_of
        return self._grader

    def _show(self, assignment: Assignment, file: Path, result: Result) -> None:
        """The page with the pictures, in a browser; where there is none, where it is."""
        from grader.pages.sheet import Content, page  # only who asks for it waits for matplotlib and nbconvert

        try:
            source = file.read_bytes()
        except OSError:  # it is being saved at this moment
            source = b""
        unchanged = hashlib.sha256(source).hexdigest() == result.sha256
        content = Content(
            result=replace(result, student_id="you"),
            title=assignment.settings.title,
            eyebrow="Your work in the visible checks",
            footer=str(file),
            score=result.score,
            source=source if unchanged else None,
            suffix=file.suffix,
            no_source="The file has been saved again meanwhile.",
        )
        first = self._page is None
        if self._page is None:
            self._page = Path(tempfile.mkdtemp(prefix="grade-")) / f"{assignment.name}.html"
        write_page(self._page, page(content))
        opened = not first or webbrowser.open(self._page.as_uri())
        words = "the page is" if opened else "no browser could be opened; the page is"
        self.console.print(Text(f"{words} {self._page.as_uri()}", style="dim"), soft_wrap=True)


def _watch(desk: _Desk) -> int:
    """Grade it each time that it is saved, until Ctrl-C; the exit code of the last time."""
    status = 1
    seen: tuple[Path, tuple[int, int]] | None = None
    try:
        while True:
            try:
                file, _ = desk.work()
            except UsageError:
                if seen is None:
                    raise
                time.sleep(_LOOK_SECONDS)  # an editor may be putting a new file in the place of the old one
                continue
            now = file, _state(file)
            time.sleep(_LOOK_SECONDS)
            if now == seen or now[1] != _state(file):  # the same as before, or being written
                continue
            seen = now
            if desk.console.is_terminal:
                desk.console.clear()
            try:
                status = desk.grade()
            except UsageError as error:
                desk.console.print(Text(printable(str(error)), style="red"))
                status = 2
            desk.console.print(
                Text(f"{time.strftime('%H:%M:%S')}, waiting for the next save (Ctrl-C ends it)", style="dim")
            )
    except KeyboardInterrupt:
        return status


def _state(path: Path) -> tuple[int, int]:
    """What changes when a file does."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _print(console: Console, assignment: Assignment, file: Path, result: Result, note: str, *, verbose: bool) -> None:
    console.print(Text(assignment.settings.title, style="bold"), Text(str(file), style="dim"))
    if note:
        console.print(Text(note, style="dim"))
    for problem in result.problems[:5]:
        console.print(Text(f"while loading: {problem}", style="yellow"))
    if result.status == "unreadable":
        console.print(Text(result.message, style="red"))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("part", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("")
    parts = by_part(assignment.parts, result.checks)
    for one in parts:
        style = _STYLES.get(one.word, "red")
        points = f"{number(one.score)}/{number(one.points)}"
        table.add_row(Text(one.part, style=style), points, Text(one.word, style=style))
    console.print(table)
    for one in parts:
        if verbose or one.word not in (OK, NOT_WRITTEN):
            _print_part(console, one, verbose=verbose)
    if verbose and result.output:
        console.print(Text("what it printed", style="bold"))
        console.print(Padding(Text(_lines(result.output)), (0, 0, 0, 2)))
    earned, possible = sum(one.score for one in parts), sum(one.points for one in parts)
    hidden = sum(assignment.settings.points[one.part] for one in parts) - possible
    total = Text(f"{number(earned)} of {number(possible)} points in the visible checks", style="bold")
    if hidden > 0:
        total.append(f"; hidden checks with other inputs are worth {number(hidden)} more", style="not bold dim")
    console.print(total)


def _print_part(console: Console, part: PartResult, *, verbose: bool) -> None:
    """The first check that lost points: what was asked for and what went wrong; with ``verbose`` every check."""
    console.print(Text(part.part, style=f"bold {_STYLES.get(part.word, 'red')}"))
    for one in part.checks if verbose else part.lost[:1]:
        console.print(Padding(Text(one.sentence, style="italic"), (0, 0, 0, 2)))
        style = "green" if one.verdict == "passed" else "red"
        words = one.message or ("" if one.verdict == "passed" else "no points")
        if verbose:
            words = (
                f"{number(one.score)}/{number(one.points)} points, {one.seconds:.3f} s{'; ' if words else ''}{words}"
            )
        console.print(Padding(Text.assemble((f"{one.verdict}: ", style), words), (0, 0, 0, 4)))
    more = len(part.lost) - 1
    if more > 0 and not verbose:
        checks = f"{more} more check{'s' if more > 1 else ''} of this part"
        console.print(Padding(Text(f"{checks} lost points; --verbose shows all", style="dim"), (0, 0, 0, 4)))
    console.print()


def _lines(output: bytes) -> str:
    """What a submission printed, its lines kept, nothing that a terminal would carry out."""
    return "\n".join(printable(line) for line in output.decode(errors="replace").rstrip().splitlines())


def _as_json(assignment: Assignment, file: Path, result: Result) -> dict[str, object]:
    return {
        "assignment": assignment.name,
        "file": str(file),
        "status": result.status,
        "score": result.score,
        "max_score": result.max_score,
        "message": result.message,
        "problems": list(result.problems),
        "checks": [
            {
                "part": one.part,
                "check": one.check,
                "sentence": one.sentence,
                "verdict": one.verdict,
                "score": one.score,
                "points": one.points,
                "message": one.message,
                "diagnosis": one.diagnosis,
            }
            for one in result.checks
        ],
    }
