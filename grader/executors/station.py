"""What happens on a worker of a cluster: its own course, warm processes and confinement; bytes in, bytes out.

A worker grades only where its checks, reference, settings, seeds, grader and versions are those of whoever asks, and
its isolation is as strong. It says what differs, and somebody else gets the job.
"""

from __future__ import annotations

import os
import threading
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


class Order(msgspec.Struct, frozen=True):
    """What is asked of a worker: which assignment, and what has to be the same there."""

    course: str
    provenance: Provenance


class Answer(msgspec.Struct, frozen=True):
    """A result, or why this worker gives none."""

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
        """
        walls = measure()
        course = _course(order)
        assignment = course.assignment(order.provenance.assignment)
        refuse_exposed((course.root,), walls)
        own = Provenance.of(assignment, assignment.checks(hidden=True), walls)
        wanted = order.provenance
        if not own.as_strong_as(wanted):
            raise UsageError(f"its isolation is weaker ({own.isolation} instead of {wanted.isolation})")
        differences = msgspec.structs.replace(own, isolation=wanted.isolation).differences(wanted)
        if differences:
            raise UsageError(f"it differs in {', '.join(differences)}")
        self.pool = WarmPool(walls, admission=Admission())
        try:
            self.grader = Grader.prepare(assignment, self.pool, hidden=True)
        except BaseException:
            self.pool.close()
            raise
        self.walls = self.pool.in_force()


class _Stations:
    """The one that is in use; all threads of a worker share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._order: bytes = b""
        self._station: Station | None = None
        self._refused = ""

    def get(self, order: bytes) -> Station | str:
        """The station for this order, or why there is none."""
        with self._lock:
            if order != self._order:
                self._close()
                try:
                    self._station = Station(msgspec.msgpack.decode(order, type=Order))
                except (UsageError, GraderFault) as error:
                    self._refused = str(error)
                except msgspec.MsgspecError:
                    self._refused = "it has another version of grade"
                self._order = order
            return self._station or self._refused

    def close(self) -> None:
        """End the warm processes."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._station is not None:
            self._station.pool.close()
        self._order, self._station, self._refused = b"", None, ""


_stations: Final = _Stations()


def grade(order: bytes, content: bytes, suffix: str, worker: str, host: str) -> bytes:
    """Grade one content; an encoded :class:`Answer`."""
    station = _stations.get(order)
    if isinstance(station, str):
        return msgspec.msgpack.encode(Answer(worker, host, refused=station))
    result = station.grader.grade_work(Work(content, suffix))
    return msgspec.msgpack.encode(Answer(worker, host, station.walls, result))


def close() -> None:
    """End the warm processes of this worker."""
    _stations.close()


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
