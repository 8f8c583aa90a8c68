"""Many submissions: workers take one after another; results come back in any order and are written in one."""

from __future__ import annotations

import os
import queue
import statistics
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.grading import STATUSES, Grader, Result
from grader.submission import Found


@dataclass(frozen=True, slots=True)
class Summary:
    """A class's results in a few numbers; mean and median are over the scores that are settled."""

    submissions: int
    max_score: float
    mean: float | None
    median: float | None
    statuses: dict[str, int]

    @classmethod
    def of(cls, results: Sequence[Result], max_score: float) -> Summary:
        scores = [score for result in results if (score := result.score) is not None]
        counts = Counter(result.status for result in results)
        return cls(
            submissions=len(results),
            max_score=max_score,
            mean=statistics.fmean(scores) if scores else None,
            median=statistics.median(scores) if scores else None,
            statuses={status: counts[status] for status in STATUSES if counts[status]},
        )


class Interrupted(Exception):
    """Ctrl-C: what was graded until then."""

    def __init__(self, results: list[Result]) -> None:
        super().__init__("interrupted")
        self.results = results


def default_workers() -> int:
    """One worker a core that this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        return os.cpu_count() or 1


def grade_all(
    grader: Grader, submissions: Sequence[Found], workers: int, on_result: Callable[[Result], None]
) -> list[Result]:
    """Grade every submission.

    Raises:
        Interrupted: Ctrl-C was pressed; it carries the results so far.
    """
    waiting: queue.SimpleQueue[Found] = queue.SimpleQueue()
    for found in submissions:
        waiting.put(found)
    finished: queue.SimpleQueue[Result | BaseException] = queue.SimpleQueue()
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            try:
                found = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                finished.put(grader.grade(found))
            except BaseException as error:  # the main thread has to know, or it would wait for ever
                finished.put(error)
                return

    threads = [threading.Thread(target=work, daemon=True) for _ in range(min(workers, len(submissions)))]
    results: list[Result] = []
    try:
        for thread in threads:
            thread.start()
        while len(results) < len(submissions):
            result = finished.get()
            if isinstance(result, BaseException):
                raise result
            results.append(result)
            on_result(result)
    except KeyboardInterrupt:
        stop.set()
        raise Interrupted(results) from None
    finally:
        stop.set()
    return results
