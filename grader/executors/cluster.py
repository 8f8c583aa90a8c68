"""A Dask cluster: submissions go out as bytes, results come back as bytes, a lost worker's jobs go elsewhere.

What a worker does with them is in ``station.py``. Dask itself pickles calls between machines that trust each other;
nothing that comes from a submission is ever unpickled.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import platform
import queue
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, Final, Self

import msgspec

from grader.errors import UsageError, printable
from grader.executors import Done, Job
from grader.executors.station import Answer, Order, close, grade
from grader.inside.confinement import Walls
from grader.provenance import Provenance
from grader.results import Result

_CONNECT_SECONDS: Final = 15
_WORKERS_SECONDS: Final = 60.0  # how long to wait for a first worker, or for another when all are gone
_LOOK_SECONDS: Final = 1.0
_AHEAD: Final = 2  # jobs a thread has waiting, so that it need not wait for the next
_LOST: Final = (OSError, TimeoutError, asyncio.CancelledError)
_decode: Final = msgspec.msgpack.Decoder(Answer).decode


class DaskExecutor:
    """Grades on the workers of a cluster; use as a context."""

    def __init__(self, address: str, course: Path, provenance: Provenance, max_score: float) -> None:
        """Connect.

        Raises:
            UsageError: Dask is not installed, or nobody answers at the address.
        """
        try:
            from distributed import Client
        except ModuleNotFoundError:
            raise UsageError("--scheduler: Dask is not installed; pip install 'grader[dask]' would be right") from None
        self.address = address
        self._order = msgspec.msgpack.encode(Order(str(course), provenance))
        self._provenance = provenance
        self._max_score = max_score
        self._refused: dict[str, str] = {}
        self._walls: Walls | None = None
        self._workers: dict[str, int] = {}  # those that are fit, and how many jobs each takes at once
        self._looked = 0.0
        self._seen = time.monotonic()
        self._session = uuid.uuid4().hex
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is lost is told in one line of ours
        try:
            client: Any = Client
            self._client: Any = client(address, timeout=_CONNECT_SECONDS, set_as_default=False, name="grade")
        except (OSError, ValueError, TimeoutError) as error:
            reason = " ".join(str(error).split())
            raise UsageError(
                f"--scheduler {address}: no Dask scheduler answers there ({reason}); tcp://host:8786 would be right"
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(*_LOST):
            if self._client.status == "running":
                self._client.run(_close, on_error="ignore")
        with contextlib.suppress(*_LOST):
            self._client.close(timeout=5)

    @property
    def name(self) -> str:
        return f"the Dask cluster at {self.address}"

    def walls(self) -> Walls | None:
        """What a worker has said that is in force there."""
        return self._walls

    def run(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """The results, in any order.

        Raises:
            UsageError: the scheduler, or every worker, is lost or refused.
        """
        waiting = iter(jobs)
        running: dict[str, tuple[Job, Any]] = {}
        finished: queue.SimpleQueue[Any] = queue.SimpleQueue()
        numbers = count()
        exhausted = False

        def submit(job: Job) -> None:
            future = self._client.submit(
                _grade,
                self._order,
                job.work.content,
                job.work.suffix,
                pure=False,
                workers=list(self._workers) if self._refused else None,
                allow_other_workers=bool(self._refused),  # where all of these are lost meanwhile
                key=f"grade-{self._session}-{next(numbers)}",
            )
            running[future.key] = job, future
            future.add_done_callback(finished.put)

        try:
            while not exhausted or running:
                room = _AHEAD * self._places()
                while not exhausted and len(running) < room:
                    job = next(waiting, None)
                    exhausted = job is None
                    if job is not None:
                        submit(job)
                if not running:
                    continue
                try:
                    future = finished.get(timeout=_LOOK_SECONDS)
                except queue.Empty:
                    continue
                job, _ = running.pop(future.key)
                answer = self._answer(future)
                if isinstance(answer, Answer) and answer.result is None:
                    self._refuse(answer)
                    submit(job)
                else:
                    yield self._done(job, answer)
        finally:
            with contextlib.suppress(*_LOST):
                self._client.cancel([future for _, future in running.values()])

    def _done(self, job: Job, answer: Answer | str) -> Done:
        if isinstance(answer, Answer) and answer.result is not None:
            self._walls = self._walls or answer.walls
            return Done(job.number, answer.result, answer.host)
        open_score = Result(self._provenance.assignment, "needs_attention", self._max_score)
        return Done(job.number, replace(open_score, sha256=job.work.sha256, message=str(answer)), "")

    def _answer(self, future: Any) -> Answer | str:
        """What came back; a text where the job has cost several workers their lives.

        Raises:
            UsageError: the connection is lost, or a worker is not able to do anything at all.
        """
        from distributed import KilledWorker

        try:
            if future.status == "finished":
                return _decode(future.result(timeout=_CONNECT_SECONDS))
            error = future.exception(timeout=_CONNECT_SECONDS) if future.status == "error" else None
        except _LOST:
            error = None
        if error is None:
            raise UsageError(f"{self.address}: the connection to the scheduler was lost")
        if isinstance(error, KilledWorker):
            return "several workers were lost while they graded it"
        words = " ".join(str(error).split())
        raise UsageError(f"{self.address}: a worker cannot grade: {type(error).__name__}: {words}")

    def _places(self) -> int:
        """How many jobs the workers that are fit take at once; looked up now and then.

        Raises:
            UsageError: there has been none for too long, or the scheduler is lost.
        """
        now = time.monotonic()
        if now - self._looked >= _LOOK_SECONDS:
            self._look()
        if not self._workers and now - self._seen > _WORKERS_SECONDS:
            where = f"`dask worker {self.address}` would start one"
            raise UsageError(f"{self.address}: no worker for {_WORKERS_SECONDS:.0f} s; {where}")
        if not self._workers:
            time.sleep(_LOOK_SECONDS / 4)
        return sum(self._workers.values())

    def _look(self) -> None:
        try:
            threads: dict[str, int] = self._client.nthreads()
        except _LOST:
            raise UsageError(f"{self.address}: the connection to the scheduler was lost") from None
        self._workers = {address: many for address, many in threads.items() if address not in self._refused}
        self._looked = time.monotonic()
        if self._workers:
            self._seen = self._looked

    def _refuse(self, answer: Answer) -> None:
        """Tell once that a worker is not fit.

        Raises:
            UsageError: no other is there.
        """
        if answer.worker not in self._refused:
            self._refused[answer.worker] = answer.refused
            line = f"refused: worker {answer.worker} on {answer.host}: {answer.refused}"
            print(printable(line), file=sys.stderr)
        self._look()
        if not self._workers:
            told = "; ".join(dict.fromkeys(self._refused.values()))
            raise UsageError(f"{self.address}: every worker was refused: {told}")


def _grade(order: bytes, content: bytes, suffix: str) -> bytes:
    """On the worker."""
    from distributed import get_worker

    return grade(order, content, suffix, get_worker().address, platform.node())


async def _close() -> None:
    """On the worker; not in its event loop, since processes take a moment to end."""
    await asyncio.to_thread(close)
