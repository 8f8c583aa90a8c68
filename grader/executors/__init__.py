"""Who grades: worker threads here, or the workers of a Dask cluster. What they do is the same, only the way differs.

local.py        worker threads of this process, each with isolated processes of its own
cluster.py      the same on other machines: bytes go out, results come back
connection.py   the way to the scheduler of a cluster
station.py      what happens on its workers
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Protocol

from grader.inside.confinement import Walls
from grader.intake import Work
from grader.results import Result


@dataclass(frozen=True, slots=True)
class Job:
    """Something to grade; the number tells results apart that come back in any order."""

    number: int
    work: Work
    parts: frozenset[str] | None = None
    """Those to grade, where the verdicts of the others are known."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job, and on which machine."""

    number: int
    result: Result
    host: str


class Executor(Protocol):
    """Grades jobs, several at once."""

    @property
    def name(self) -> str:
        """What the gradebook says of who has graded."""

    def walls(self) -> Walls | None:
        """What is in force around every submission, as far as that is known yet."""

    def run(self, jobs: Iterable[Job]) -> Generator[Done, None, None]:
        """The results, in any order. A worker goes on when the next result is asked for: then this one is kept.

        Jobs are taken as they are needed, so that a class does not have to fit into memory.

        Raises:
            UsageError: nobody is left who could go on.
        """
