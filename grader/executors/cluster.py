"""A Dask cluster: submissions go out as bytes, results come back as bytes, a lost worker's jobs go elsewhere.

What a worker does with them is in ``station.py``. It is asked first whether it is fit, which also makes it ready; jobs
go to those that are. Dask itself pickles calls between machines that trust each other; nothing that comes from a
submission is ever unpickled.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sys
import time
import uuid
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Final, Self

import msgspec

from grader.errors import UsageError, printable
from grader.executors import Done, Job
from grader.executors.connection import LOST, PATIENCE, connect, within
from grader.executors.station import Answer, Order, close
from grader.inside.confinement import Walls
from grader.provenance import Provenance
from grader.results import Result

_WORKERS_SECONDS: Final = 60.0  # how long to wait for a first worker, or for another when all are gone
_LOOK_SECONDS: Final = 1.0
_AHEAD: Final = 2  # jobs for each thread, so that it need not wait for its next
_END_SECONDS: Final = 10.0  # for workers to end their processes
_GONE: Final = "several workers were lost while they graded it"
# As a text: a worker that had to import a function of ours to read the message, and could not, would end.
_CALL: Final = "__import__('grader.executors.station').executors.station.{}(*given)"
_decode: Final = msgspec.msgpack.Decoder(Answer).decode


@dataclass(frozen=True, slots=True)
class _Task:
    """What a worker does at this moment: a job, or without one the answer whether it is fit."""

    future: Any
    workers: frozenset[str]
    job: Job | None


class DaskExecutor:
    """Grades on the workers of a cluster; use as a context."""

    def __init__(self, address: str, course: Path, provenance: Provenance, max_score: float) -> None:
        """Connect.

        Raises:
            UsageError: Dask is not installed, or nobody answers at the address.
        """
        self.address = address
        self._session = uuid.uuid4().hex
        self._order = msgspec.msgpack.encode(Order(self._session, str(course), provenance))
        self._open_score = Result(provenance.assignment, "needs_attention", max_score)
        self._numbers = count()
        self._tasks: dict[str, _Task] = {}
        self._finished: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._there: dict[str, int] = {}  # the workers, and how many jobs each takes at once
        self._asked: set[str] = set()
        self._fit: frozenset[str] = frozenset()
        self._refused: dict[str, str] = {}
        self._walls: Walls | None = None
        self._looked = 0.0
        self._seen = time.monotonic()
        self._client = connect(address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cancel(list(self._tasks))
        if self._client.status == "running" and self._asked:
            taking_part = [address for address in self._there if address in self._asked]
            within(
                _END_SECONDS, lambda: self._client.run(_close, self._session, workers=taking_part, on_error="ignore")
            )
        with contextlib.suppress(*LOST):
            self._client.close(timeout=5)

    @property
    def name(self) -> str:
        return f"the Dask cluster at {self.address}"

    def walls(self) -> Walls | None:
        """What is in force on every worker that is fit."""
        return self._walls

    def run(self, jobs: Iterable[Job]) -> Generator[Done, None, None]:
        """The results, in any order.

        Raises:
            UsageError: the scheduler, or every worker, is lost or refused.
        """
        waiting = iter(jobs)
        again: list[Job] = []  # those whose worker was lost or not fit
        running: set[str] = set()
        exhausted = False
        try:
            while not exhausted or again or running:
                again += self._look(running)
                room = _AHEAD * sum(self._there[address] for address in self._fit)
                while len(running) < room and (again or not exhausted):
                    job = again.pop() if again else next(waiting, None)
                    if job is None:
                        exhausted = True
                    else:
                        running.add(self._submit(self._fit, job))
                if not running and exhausted and not again:
                    break
                with contextlib.suppress(queue.Empty):
                    future = self._finished.get(timeout=_LOOK_SECONDS)
                    task = self._tasks.pop(future.key, None)
                    running.discard(future.key)
                    if task is None:
                        continue  # it was given up
                    answer = self._answer(task)
                    if task.job is None:
                        self._take_in(task, answer)
                    elif isinstance(answer, Answer) and answer.result is not None:
                        yield Done(task.job.number, answer.result, answer.host)
                    elif isinstance(answer, str):
                        open_score = replace(self._open_score, sha256=task.job.work.sha256, message=answer)
                        yield Done(task.job.number, open_score, "")
                    else:
                        again.append(task.job)
                        if answer is not None:
                            self._take_in(task, answer)
        finally:
            self._cancel(list(running))

    # --- tasks ---

    def _submit(self, workers: frozenset[str], job: Job | None) -> str:
        kind = "prepare" if job is None else "grade"
        key = f"{kind}-{self._session}-{next(self._numbers)}"
        given: tuple[object, ...] = (self._order,)
        if job is not None:
            parts = None if job.parts is None else sorted(job.parts)
            given = self._order, job.work.content, job.work.suffix, parts
        call = _CALL.format(kind)
        try:
            future = self._client.submit(eval, call, {"given": given}, key=key, pure=False, workers=list(workers))
        except LOST:
            raise self._lost() from None
        self._tasks[key] = _Task(future, workers, job)
        future.add_done_callback(self._finished.put)
        return key

    def _answer(self, task: _Task) -> Answer | str | None:
        """What came back; a text where it was an error, None where the answer was lost with its worker.

        Raises:
            UsageError: the connection is lost.
        """
        from distributed import KilledWorker

        future = task.future
        try:
            if future.status == "finished":
                return _decode(future.result(timeout=PATIENCE))
            error = future.exception(timeout=PATIENCE) if future.status == "error" else None
        except (*LOST, msgspec.MsgspecError) as failure:
            if self._client.status != "running":
                raise self._lost() from None
            return "it has another version of grade" if isinstance(failure, msgspec.MsgspecError) else None
        if error is None:
            raise self._lost()
        if isinstance(error, KilledWorker):
            return _GONE
        words = " ".join(str(error).split())
        if "deserialization of the task graph" in words:
            words = (
                "the scheduler cannot read what is sent; the versions of Python and Dask that are here would be right"
            )
            raise UsageError(f"{self.address}: {words}")
        return f"it cannot grade ({type(error).__name__}: {words})"

    def _cancel(self, keys: Iterable[str]) -> None:
        """Give tasks up; what a worker does already goes on there until its processes are ended."""
        futures = [task.future for key in keys if (task := self._tasks.pop(key, None)) is not None]
        if futures and self._client.status == "running":
            within(_END_SECONDS, lambda: self._client.cancel(futures))

    def _lost(self) -> UsageError:
        return UsageError(f"{self.address}: the connection to the scheduler was lost")

    # --- workers ---

    def _look(self, running: set[str]) -> list[Job]:
        """Now and then: who is there? Those who are new are asked. The jobs of those who are gone.

        Raises:
            UsageError: there has been none for too long, or the scheduler is lost.
        """
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS:
            return []
        client = self._client
        try:
            self._there = client.sync(client.scheduler.ncores, workers=None, callback_timeout=PATIENCE)
        except (*LOST, AttributeError):  # a client that is closed has no scheduler
            raise self._lost() from None
        self._looked = time.monotonic()
        self._fit &= frozenset(self._there)
        for address in self._there:
            if address not in self._asked:
                self._asked.add(address)
                self._submit(frozenset([address]), None)
        if any(address not in self._refused for address in self._there):
            self._seen = self._looked
        elif now - self._seen > _WORKERS_SECONDS:
            where = f"`dask worker {self.address}` would start one"
            raise UsageError(f"{self.address}: no worker for {_WORKERS_SECONDS:.0f} s; {where}")
        gone = [key for key, task in self._tasks.items() if task.workers.isdisjoint(self._there)]
        jobs = [job for key in gone if (job := self._tasks[key].job) is not None]
        running.difference_update(gone)
        self._cancel(gone)
        return jobs

    def _take_in(self, task: _Task, answer: Answer | str | None) -> None:
        """What a worker has said of itself.

        Raises:
            UsageError: it is not fit, and no other is there.
        """
        if isinstance(answer, Answer) and not answer.refused:
            self._fit |= {answer.worker} & self._there.keys()
            self._walls = (
                answer.walls if self._walls is None or answer.walls is None else _both(self._walls, answer.walls)
            )
        elif isinstance(answer, Answer):
            self._refuse(answer.worker, f" on {answer.host}", answer.refused)
        elif answer is None or answer == _GONE:
            self._asked -= task.workers  # if it is still there, it is asked again
        else:
            self._refuse(min(task.workers), "", answer)

    def _refuse(self, worker: str, host: str, reason: str) -> None:
        """Tell once that a worker is not fit.

        Raises:
            UsageError: no other is there.
        """
        self._fit -= {worker}
        if worker not in self._refused:
            self._refused[worker] = reason
            print(printable(f"refused: worker {worker}{host}: {reason}"), file=sys.stderr)
        if all(address in self._refused for address in self._there):
            told = "; ".join(dict.fromkeys(self._refused.values()))
            raise UsageError(f"{self.address}: every worker was refused: {told}")


def _both(one: Walls, other: Walls) -> Walls:
    """What is in force around each of two submissions."""
    return Walls(
        landlock=min(one.landlock, other.landlock),
        seccomp=one.seccomp and other.seccomp,
        private_scratch=one.private_scratch and other.private_scratch,
        control_group=one.control_group and other.control_group,
        readable=one.readable,
    )


async def _close(session: str) -> None:
    """On the worker; not in its event loop, since processes take a moment to end."""
    await asyncio.to_thread(close, session)
