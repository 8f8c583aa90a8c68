"""What happens on a worker of a cluster: its own course, warm processes and confinement; bytes in, bytes out.

A worker grades only where its checks, reference, settings, seeds, grader and versions are those of whoever asks, and
its isolation is as strong. It says what differs, and somebody else gets the job.
"""

from __future__ import annotations

import os
import platform
import threading
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

import msgspec

from grader.admission import Admission
from grader.course import Course
from grader.errors import GraderFault, UsageError
from grader.grading import Grader
from grader.inside.confinement import Walls
from grader.intake import Work
from grader.provenance import Provenance
from grader.results import Result
from grader.runner import WarmPool
from grader.walls import measure, refuse_exposed

VARIABLE: Final = "GRADE_COURSE"
"""Where the course is on a worker, if not where it is for whoever asks."""

_IDLE_SECONDS: Final = 600.0  # after which warm processes end whose batch has gone away without a word
_LOOK_SECONDS: Final = 30.0
_DOUBT_SECONDS: Final = 1.0
"""How long a crash is held back: a batch system that ends a job ends its processes one after another, and where this
worker is one of them, somebody else grades the submission again."""


class Order(msgspec.Struct, frozen=True):
    """What is asked of a worker: which assignment, what has to be the same there, and for which batch."""

    session: str
    course: str
    provenance: Provenance


class Answer(msgspec.Struct, frozen=True):
    """A result; or that this worker is ready for jobs, or why it takes none."""

    worker: str
    host: str
    walls: Walls | None = None
    result: Result | None = None
    refused: str = ""


class Station:
    """A worker's grader for one order."""

    def __init__(self, order: Order) -> None:
        """Make everything ready.

        Raises:
            UsageError: this worker is not fit for it.
            GraderFault: a process of ours could not be started.
        """
        walls = measure()
        course = _course(order)
        assignment = course.assignment(order.provenance.assignment)
        refuse_exposed((course.root,), walls)
        own = Provenance.of(assignment, assignment.checks(hidden=True), walls)
        _refuse_change_of_source(own.source)
        wanted = order.provenance
        if not own.as_strong_as(wanted):
            raise UsageError(f"its isolation is weaker ({own.isolation} instead of {wanted.isolation})")
        differences = wanted.differences(msgspec.structs.replace(own, isolation=wanted.isolation))
        if differences:
            raise UsageError(f"it differs in {', '.join(differences)}")
        self.session = order.session
        self._pool = WarmPool(walls, admission=Admission())
        try:
            self._grader = Grader.prepare(assignment, self._pool, hidden=True)
            self.walls = self._pool.in_force()
        except BaseException:
            self._pool.close()
            raise
        self._lock = threading.Lock()
        self._busy = 0
        self._used = time.monotonic()

    def grade(self, work: Work, parts: Collection[str] | None = None) -> Result:
        """Grade one content."""
        with self._lock:
            self._busy += 1
        try:
            return self._grader.grade_work(work, parts)
        finally:
            with self._lock:
                self._busy -= 1
                self._used = time.monotonic()

    def idle(self, seconds: float) -> bool:
        """Whether nothing has been graded for so long."""
        with self._lock:
            return not self._busy and time.monotonic() - self._used > seconds

    def close(self) -> None:
        """End the warm processes; what is graded at this moment ends with them."""
        self._pool.close()


class Stations:
    """The stations of one worker process, which its threads share: one for each batch that it takes part in."""

    def __init__(self) -> None:
        self._changing = threading.Lock()  # one at a time: files of checks are executed as modules
        self._open: dict[bytes, Station] = {}
        self._ended: set[str] = set()
        self._watched = False

    def get(self, order: bytes) -> Station:
        """The station for this order, which is made ready where it is new.

        Raises:
            UsageError: this worker is not fit for it.
            GraderFault: a process of ours could not be started.
        """
        station = self._open.get(order)
        if station is not None:
            return station
        with self._changing:
            if order not in self._open:
                try:
                    wanted = msgspec.msgpack.decode(order, type=Order)
                except msgspec.MsgspecError:
                    raise UsageError("it has another version of grade") from None
                if wanted.session in self._ended:
                    raise UsageError("the batch has ended")
                self._open[order] = Station(wanted)
                self._watch()
            return self._open[order]

    def close(self, session: str) -> None:
        """The batch has ended, and with it the warm processes for it."""
        self._ended.add(session)
        self._close(lambda station: station.session == session)

    def close_idle(self, seconds: float) -> None:
        """End the warm processes that nobody has used for so long."""
        self._close(lambda station: station.idle(seconds))

    def _close(self, chosen: Callable[[Station], bool]) -> None:
        with self._changing:
            for order, station in list(self._open.items()):
                if chosen(station):
                    del self._open[order]
                    station.close()

    def _watch(self) -> None:
        def watch() -> None:
            while True:
                time.sleep(_LOOK_SECONDS)
                self.close_idle(_IDLE_SECONDS)

        if not self._watched:
            self._watched = True
            threading.Thread(target=watch, daemon=True).start()


_stations: Final = Stations()
_source: list[str] = []  # of the grader, when it was first asked for


def prepare(order: bytes) -> bytes:
    """Make everything ready; an encoded :class:`Answer` without a result."""
    return _answer(order, None, None)


def grade(order: bytes, content: bytes, suffix: str, parts: list[str] | None) -> bytes:
    """Grade one content; an encoded :class:`Answer`."""
    return _answer(order, Work(content, suffix), parts)


def close(session: str) -> None:
    """End what was made ready for a batch."""
    _stations.close(session)


def _answer(order: bytes, work: Work | None, parts: Collection[str] | None) -> bytes:
    from distributed import get_worker

    worker, host = get_worker().address, platform.node()
    try:
        station = _stations.get(order)
    except (UsageError, GraderFault) as error:
        return msgspec.msgpack.encode(Answer(worker, host, refused=str(error)))
    except Exception as error:  # whatever is wrong with this worker, others may do it
        words = f"it cannot grade ({type(error).__name__}: {error})"
        return msgspec.msgpack.encode(Answer(worker, host, refused=words))
    result = None if work is None else station.grade(work, parts)
    if result is not None and any(one.verdict == "crashed" for one in result.checks):
        time.sleep(_DOUBT_SECONDS)
    return msgspec.msgpack.encode(Answer(worker, host, station.walls, result))


def _refuse_change_of_source(source: str) -> None:
    """What is on the disk is not what this process has loaded, where it has changed since.

    Raises:
        UsageError: it has.
    """
    if not _source:
        _source.append(source)
    if source != _source[0]:
        raise UsageError("its grader has changed since it was started; starting the worker again would be right")


def _course(order: Order) -> Course:
    named = os.environ.get(VARIABLE)
    if named:
        return Course.at(Path(named).resolve())
    if Path(order.course).is_dir():
        return Course.at(Path(order.course))
    try:
        return Course.find()
    except UsageError:
        raise UsageError(f"it has no course at {order.course}; {VARIABLE}=FOLDER there would be right") from None
