"""How many isolated processes may run at once: no more than there is memory for, were each to use all that it may.

A process that a full machine ends is a submission that lost points for its neighbour. What is free is looked up anew
each time, so that others on a shared machine count too, and the memory that a batch system has given to this command.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from grader.errors import GraderFault

_LOOK_SECONDS: Final = 0.5
_TOLD_AFTER: Final = 5.0  # seconds of waiting that the log should tell of
_log = logging.getLogger("grader.admission")


class Admission:
    """The gate that every isolated process goes through."""

    def __init__(self, available: Callable[[], int | None] | None = None) -> None:
        self._available = available or available_memory
        self._reserved: dict[object, int] = {}
        self._closed = False
        self._changed = threading.Condition()

    def enter(self, process: object, most: int) -> None:
        """Wait until a process that may use so many bytes fits; one fits always.

        Raises:
            GraderFault: the command is ending.
        """
        begin, told = time.monotonic(), False
        with self._changed:
            while not self._closed and not self._fits(most):
                self._changed.wait(_LOOK_SECONDS)
                if not told and time.monotonic() - begin > _TOLD_AFTER:
                    told = True
                    running = len(self._reserved)
                    _log.info("waiting for memory: %d processes run, another may use %d MB", running, most >> 20)
            if self._closed:
                raise GraderFault("the command is ending")
            self._reserved[process] = most

    def leave(self, process: object) -> None:
        """The process is gone."""
        with self._changed:
            self._reserved.pop(process, None)
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody in any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _fits(self, most: int) -> bool:
        """What others use already is counted twice, which errs on the safe side."""
        if not self._reserved:
            return True
        free = self._available()
        return free is None or free - sum(self._reserved.values()) >= most


def available_memory(proc: Path = Path("/proc"), mount: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes that could be used without swapping: of the machine, or of the control groups that this process is in.

    None where the system does not say. Source: proc(5), the kernel's Documentation/admin-guide/cgroup-v2.rst and
    cgroup-v1/memory.rst.
    """
    found = []
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in (proc / "meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                found.append(int(line.split()[1]) * 1024)
    with contextlib.suppress(OSError):
        for line in (proc / "self" / "cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers in ("", "memory"):
                found += _left_in_groups(mount / controllers, path, version=1 if controllers else 2)
    return min(found) if found else None


def _left_in_groups(root: Path, path: str, *, version: int) -> Iterator[int]:
    """What is left in a group and in those above it; files in memory that can be dropped are not counted as used."""
    most, used, droppable = (
        ("memory.max", "memory.current", "inactive_file ")
        if version == 2
        else ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file ")
    )
    group = root / path.lstrip("/")
    for folder in (group, *group.parents):
        with contextlib.suppress(OSError, ValueError):  # no limit ("max"), or no such file at the root
            left = int((folder / most).read_text()) - int((folder / used).read_text())
            for line in (folder / "memory.stat").read_text().splitlines():
                if line.startswith(droppable):
                    left += int(line.split()[1])
            yield max(left, 0)
        if folder == root:
            break
