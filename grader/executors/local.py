"""Worker threads of this process: each starts isolated processes, waits for what they show, and judges it."""

from __future__ import annotations

import platform
import queue
import threading
from collections.abc import Generator, Iterable

from grader.executors import Done, Job
from grader.grading import Grader
from grader.inside.confinement import Walls


class LocalExecutor:
    """Grades on this machine, so many submissions at once."""

    def __init__(self, grader: Grader, workers: int) -> None:
        self._grader = grader
        self._workers = workers

    @property
    def name(self) -> str:
        return f"{self._workers} local worker{'s' if self._workers > 1 else ''}"

    def walls(self) -> Walls:
        """What is in force, now that the reference has run."""
        return self._grader.pool.in_force()

    def run(self, jobs: Iterable[Job]) -> Generator[Done, None, None]:
        """The results, in any order."""
        host = platform.node()
        waiting = iter(jobs)
        taking = threading.Lock()
        finished: queue.SimpleQueue[tuple[Done, threading.Event] | BaseException | None] = queue.SimpleQueue()
        stop = threading.Event()

        def work() -> None:
            try:
                while not stop.is_set():
                    with taking:
                        job = next(waiting, None)
                    if job is None:
                        break
                    done = Done(job.number, self._grader.grade_work(job.work, job.parts), host)
                    kept = threading.Event()
                    finished.put((done, kept))
                    if not stop.is_set():  # else nobody may be left to tell that it is kept
                        kept.wait()
                finished.put(None)
            except BaseException as error:  # the main thread has to know, or it would wait for ever
                finished.put(error)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(self._workers)]
        kept = None
        try:
            for thread in threads:
                thread.start()
            working = len(threads)
            while working:
                answer = finished.get()
                if answer is None:
                    working -= 1
                elif isinstance(answer, BaseException):
                    raise answer
                else:
                    done, kept = answer
                    yield done
                    kept.set()
        finally:
            stop.set()
            if kept is not None:
                kept.set()
            while not finished.empty():
                answer = finished.get()
                if isinstance(answer, tuple):
                    answer[1].set()
