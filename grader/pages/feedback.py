"""`grade feedback`: a page for each student, made from the gradebook and from what was handed in."""

from __future__ import annotations

import contextlib
import gc
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from multiprocessing.context import BaseContext
from pathlib import Path
from types import FrameType
from typing import Final

from rich.console import Console
from rich.progress import track

from grader.course import Course
from grader.errors import UsageError, near, printable
from grader.gradebook.store import Entry, Gradebook
from grader.pages.names import page_name
from grader.pages.sheet import Content, page
from grader.results import Ruling
from grader.submission import Unreadable, read_bytes
from grader.whole import write_page

FOLDER: Final = "feedback"
_MAX_WORK: Final = 32 << 20  # bytes of a file; what is shown of it is bounded elsewhere
_MAX_SECONDS: Final = 20.0  # for one page: a text can be made so that marking it up takes hours
_FEW: Final = 8  # pages for which no other process is worth its start
_WAITING: Final = 4  # pages under way for each process


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What `grade feedback` was asked for."""

    name: str
    output: Path
    database: str | None = None
    submissions: Path | None = None
    course: Path | None = None
    only: tuple[str, ...] = ()
    workers: int | None = None
    pictures: bool = True
    work: bool = True
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class _Order:
    """One page to be made."""

    content: Content
    source: Path | None
    target: Path


def page_path(output: Path, assignment: str, student_id: str) -> Path:
    """Where a student's page stands."""
    return output / FOLDER / assignment / f"{page_name(student_id)}.html"


def write_feedback(request: Request) -> int:
    """Write the pages; the exit code: 1 where the work of somebody could not be shown.

    Raises:
        UsageError: it could not run.
    """
    if request.submissions is not None and not request.submissions.is_dir():
        raise UsageError(f"{request.submissions}: no such folder; the folder that holds the submissions would be right")
    with Gradebook.at(request.output, request.database) as gradebook:
        gradebook.require(request.name)
        students = gradebook.students(request.name)
        for student in request.only:
            if student not in students:
                raise UsageError(f"{gradebook.shown}: {request.name}: no student {student!r}{near(student, students)}")
        chosen = {one: run for one, run in students.items() if not request.only or one in request.only}
        folder = page_path(request.output, request.name, "x").parent
        _make_folder(folder)
        orders = _orders(request, gradebook, chosen)
        without: list[str] = []
        console = Console(stderr=True)
        done = _made(orders, len(chosen), request.workers)
        written = 0
        try:
            for student, problem in track(
                done, description=request.name, total=len(chosen), console=console, disable=not console.is_terminal
            ):
                written += 1
                if problem:
                    without.append(f"{student}: {problem}")
        except KeyboardInterrupt:
            print(f"interrupted: {written} of {len(chosen)} pages are written", file=sys.stderr)
            return 130
    if request.as_json:
        print(json.dumps({"assignment": request.name, "pages": len(chosen), "folder": str(folder), "remarks": without}))
    else:
        for words in without[:10]:
            print(printable(f"without the work: {words}"), file=sys.stderr)
        if len(without) > 10:
            print(f"… and {len(without) - 10} more", file=sys.stderr)
        print(printable(f"written: {len(chosen)} page{'' if len(chosen) == 1 else 's'} in {folder}"))
    return 1 if without else 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made: {error.strerror}; --output FOLDER says where else") from None


# --- what is to be made -----------------------------------------------------------------------------------


def _orders(request: Request, gradebook: Gradebook, students: dict[str, int]) -> Iterator[_Order]:
    title = _title(request)
    folders: dict[int, Path | None] = {}
    roster = gradebook.members()
    for entry in gradebook.entries(students, pictures=request.pictures):
        if entry.run_id not in folders:
            kept = gradebook.run(entry.run_id).folder
            folders[entry.run_id] = request.submissions or (Path(kept) if kept else None)
        member = roster.get(entry.result.student_id)
        yield _order(request, entry, title, folders[entry.run_id], member.name if member else "")


def _title(request: Request) -> str:
    """The assignment's own title, where its course is at hand."""
    with contextlib.suppress(UsageError):
        course = Course.at(request.course.resolve()) if request.course else Course.find(Path.cwd())
        return course.assignment(request.name).settings.title
    if request.course is not None:
        raise UsageError(f"{request.course}: no course with an assignment {request.name!r}")
    return request.name


def _order(request: Request, entry: Entry, title: str, folder: Path | None, name: str) -> _Order:
    result = entry.result
    source, missing = None, ""
    if request.work and result.sha256 and result.file:
        if folder is None:
            missing = "The gradebook does not say where the work was handed in."
        else:
            source = folder / result.file
    graded = entry.graded.replace("T", " ").removesuffix("+00:00")
    content = Content(
        result=replace(result, output=b""),
        title=name or result.student_id,
        eyebrow=f"{title} · {result.student_id}" if name else title,
        footer=f"{result.file or 'nothing handed in'}"
        + (f", graded {graded} UTC" if graded else "")
        + (f", SHA-256 {result.sha256[:16]}…" if result.sha256 else ""),
        score=entry.score,
        remarks=_decided(result.ruling),
        no_source=missing,
        work="The work",
        pictures=request.pictures,
    )
    return _Order(content, source, page_path(request.output, result.assignment, result.student_id))


def _decided(ruling: Ruling | None) -> tuple[str, ...]:
    """What people and the late policy have decided, and a comment."""
    if ruling is None:
        return ()
    due = [f"Due {ruling.due.replace('T', ' ')}."] if ruling.due and ruling.penalty else []
    remarks = [f"{one[:1].upper()}{one[1:]}." for one in ruling.remarks]
    return (*([f"Comment: {ruling.comment}"] if ruling.comment else []), *remarks, *due)


# --- making it --------------------------------------------------------------------------------------------


def _made(orders: Iterator[_Order], total: int, workers: int | None) -> Iterator[tuple[str, str]]:
    """Make the pages, here or in other processes: whose page is ready, and why it lacks the work."""
    number = min(workers or os.cpu_count() or 1, total)
    if total <= _FEW or number == 1:
        yield from map(_make, orders)
        return
    with ProcessPoolExecutor(number, mp_context=_context(), initializer=_settle) as pool:
        under_way: set[Future[tuple[str, str]]] = set()
        try:
            for order in orders:
                under_way.add(pool.submit(_make, order))
                if len(under_way) >= _WAITING * number:
                    ready, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                    yield from (one.result() for one in ready)
            yield from (one.result() for one in under_way)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)  # pages that are being written are finished
            raise


def _context() -> BaseContext:
    """Processes that are forked from one which has imported what all of them need, where there is such a thing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["grader.pages.feedback", "grader.pages.source", "grader.pages.drawing"])
    return context


def _settle() -> None:
    """What has been imported stays, so that the collector of garbage need not look at it for every page."""
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the command's own business


def _make(order: _Order) -> tuple[str, str]:
    """Make one page; whose it is, and why it lacks the work."""
    content, problem = order.content, order.content.no_source
    if order.source is not None:
        source, problem = _read(order.source, content.result.sha256)
        content = replace(content, source=source, suffix=order.source.suffix, no_source=problem)
    try:
        with _within(_MAX_SECONDS):
            made = page(content)
    except _TooLongError:
        problem = f"It cannot be shown here: marking it up takes more than {_MAX_SECONDS:.0f} seconds."
        made = page(replace(content, source=None, no_source=problem))
    write_page(order.target, made)
    return content.result.student_id, problem


def _read(path: Path, sha256: str) -> tuple[bytes | None, str]:
    """What was handed in, as it was graded."""
    import hashlib

    try:
        source = read_bytes(path, _MAX_WORK)
    except Unreadable as error:
        return None, f"It cannot be shown: {error}"
    except OSError:
        return None, "The file is not where it was when it was graded; --submissions FOLDER says where."
    if hashlib.sha256(source).hexdigest() != sha256:
        return None, "The file has changed since it was graded."
    return source, ""


class _TooLongError(Exception):
    """A page took too long."""


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    """So long and no longer, where the system can tell."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
