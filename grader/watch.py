"""What an isolated process uses, read from outside, and when that is enough.

Time is charged as seconds of work or of sleep. How long a process waits for a processor on a busy machine costs it
nothing, so the same submission gets the same verdict on every machine. Memory, threads and files are looked at too:
some of them no resource limit bounds.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.inside.confinement import Limits
from grader.inside.namespaces import MAX_FILES

TICK: Final = 0.05  # seconds between two looks
_LONGEST_LOOK: Final = 5 * TICK
_MEMORY_SLACK: Final = 64 << 20  # what is counted here and not by RLIMIT_DATA: shared libraries' data, page tables


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds, of work or of sleep, that may be spent until the next message."""

    seconds: float

    @property
    def wall_seconds(self) -> float:
        """The backstop on a machine so busy that a process hardly runs."""
        return 60 * self.seconds + 60


@dataclass(frozen=True, slots=True)
class Ending:
    """A run that ended, or was ended, instead of answering: `timeout`, `memory` or `crashed`."""

    verdict: str
    message: str


class Meter:
    """One process, seen through its clock and its entries in /proc."""

    def __init__(self, pid: int, limits: Limits, watched_scratch: Path | None) -> None:
        self._pid = pid
        self._clock_id = (~pid << 3) | 2  # what clock_getcpuclockid gives on Linux
        self._cpu = 0.0
        self._delays: dict[str, int] = {}  # thread → nanoseconds for which it has waited for a processor
        self._waited = 0.0
        self._threads = 1
        self._limits = limits
        self._scratch = watched_scratch
        self._main = -1
        with contextlib.suppress(OSError):
            self._main = os.open(f"/proc/{pid}/task/{pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
        self._resident_at_first = self._status()

    def cpu(self) -> float:
        """CPU seconds of all its threads; the last known once it is gone."""
        with contextlib.suppress(OSError):
            self._cpu = time.clock_gettime(self._clock_id)
        return self._cpu

    def waited(self) -> float:
        """Seconds for which a thread was ready to run but had no processor: of each look, the one that waited longest.

        All of them together would let a crowd that mostly sleeps wait for ever.
        """
        delays = {}
        longest = 0
        for thread in self._thread_ids():
            with contextlib.suppress(OSError, IndexError, ValueError):
                delays[thread] = int(self._statistics(thread).split()[1])
                longest = max(longest, delays[thread] - self._delays.get(thread, delays[thread]))
        self._waited += longest / 1e9
        self._delays = delays
        return self._waited

    def runnable(self) -> bool:
        """Whether a thread is ready to run, at this moment.

        The kernel adds what a thread has waited for a processor when the wait is over; until then this tells it.
        """
        for thread in self._thread_ids():
            with contextlib.suppress(OSError), open(f"/proc/{self._pid}/task/{thread}/stat", "rb") as file:
                if file.read(512).rpartition(b") ")[2].startswith(b"R"):
                    return True
        return False

    def excess(self) -> Ending | None:
        """The ending that is due for what no resource limit has stopped."""
        resident = self._status()
        if self._threads > self._limits.threads:
            return Ending("crashed", f"it started more than {self._limits.threads} threads")
        if resident - self._resident_at_first > self._limits.memory_bytes + _MEMORY_SLACK:
            return Ending("memory", "more memory than the limit allows")
        if self._scratch is not None and _too_full(self._scratch, self._limits.scratch_bytes):
            size = self._limits.scratch_bytes >> 20
            return Ending("memory", f"its files are larger than {size} MB, more than {MAX_FILES}, or out of sight")
        return None

    def close(self) -> None:
        """Nothing more is to be read."""
        if self._main >= 0:
            os.close(self._main)
            self._main = -1

    def _statistics(self, thread: str) -> bytes:
        """What the scheduler knows of a thread; of the first one that is asked so often that its file is kept open.

        Once that process is gone the file tells nothing, whoever has its number by then.
        """
        if self._main >= 0 and thread == str(self._pid):
            return os.pread(self._main, 128, 0)
        with open(f"/proc/{self._pid}/task/{thread}/schedstat", "rb") as file:
            return file.read(128)

    def _thread_ids(self) -> list[str]:
        if self._threads > 1:
            with contextlib.suppress(OSError):
                return os.listdir(f"/proc/{self._pid}/task")
        return [str(self._pid)]

    def _status(self) -> int:
        """Its resident bytes that are no file's, page tables too; how many threads it has is noted on the way."""
        resident = 0
        with contextlib.suppress(OSError, ValueError, IndexError):
            with open(f"/proc/{self._pid}/status", "rb") as file:
                content = file.read(8192)
            for line in content.splitlines():
                if line.startswith((b"RssAnon:", b"RssShmem:", b"VmPTE:")):
                    resident += int(line.split()[1]) * 1024
                elif line.startswith(b"Threads:"):
                    self._threads = int(line.split()[1])
        return resident


class Watch:
    """How much of a budget is used up."""

    def __init__(self, meter: Meter, budget: Budget) -> None:
        self._meter = meter
        self._budget = budget
        self._begin = self._last = time.monotonic()
        self._cpu_begin = self._cpu_last = meter.cpu()
        self._waited_last = meter.waited()
        self._charged = 0.0  # wall time without what was spent waiting for a processor

    def over(self) -> Ending | None:
        """The ending that is due, if any; to be asked as often as one likes, it looks once a tick."""
        now = time.monotonic()
        if now - self._last < TICK / 2:
            return None
        self._charge(now)
        if self.used() > self._budget.seconds:
            slept = self._meter.cpu() - self._cpu_begin < self._charged / 2
            what = "waited or slept longer" if slept else "used more CPU time"
            return Ending("timeout", f"it {what} than its limit")
        if now - self._begin > self._budget.wall_seconds:
            return Ending("timeout", "it did not end")
        return self._meter.excess()

    def used(self) -> float:
        """Seconds of the budget that are spent: of sleep and work, or of work alone where that is more."""
        return max(self._charged, self._meter.cpu() - self._cpu_begin)

    def settle(self) -> float:
        """What has been used up in the end."""
        self._charge(time.monotonic())
        return self.used()

    def _charge(self, now: float) -> None:
        """What has passed since the last look; where that is long ago the grader itself was busy: only work counts."""
        waited, cpu = self._meter.waited(), self._meter.cpu()
        passed = now - self._last
        rested = passed - min(passed, max(0.0, waited - self._waited_last))
        if cpu == self._cpu_last and rested and self._meter.runnable():
            rested = 0.0  # it has not run for a moment and would have
        self._charged += max(cpu - self._cpu_last, min(rested, _LONGEST_LOOK))
        self._last, self._waited_last, self._cpu_last = now, waited, cpu


def _too_full(scratch: Path, size: int) -> bool:
    """Whether the files in a folder are too large or too many; one that cannot be looked through is."""
    files = 0
    try:
        for entry in _entries(scratch):
            files += 1
            size -= entry.st_blocks * 512
            if files > MAX_FILES or size < 0:
                return True
    except FileNotFoundError:
        return False  # it has changed meanwhile; there is a next look
    except OSError:
        return True
    return False


def _entries(scratch: Path) -> Iterator[os.stat_result]:
    """What lies in a folder, links not followed, nothing opened but folders."""
    waiting = [os.fspath(scratch)]
    while waiting:
        path = waiting.pop()
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    yield entry.stat(follow_symlinks=False)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{path}/{entry.name}")
        finally:
            os.close(folder)
