"""A control group for each isolated process, where the kernel lets an ordinary user have them.

Version 2 of control groups can be delegated: ``systemd-run --user --scope -p Delegate=yes grade batch …`` gives the
command a group of its own in which it may make others. Then the kernel bounds the memory and the threads of a run
exactly, shared memory and files in memory included, and ends all of it in one step. Elsewhere resource limits and a
look from outside do (``watch.py``).

Source: the kernel's Documentation/admin-guide/cgroup-v2.rst.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from pathlib import Path
from typing import Final

_MOUNT: Final = Path("/sys/fs/cgroup")
_CONTROLLERS: Final = ("memory", "pids")


class ControlGroups:
    """The group that this command was given, divided: one part for itself, one for each run."""

    def __init__(self, own: Path) -> None:
        self._own = own
        self._numbers = itertools.count(1)

    @classmethod
    def take(cls, mount: Path = _MOUNT, membership: Path = Path("/proc/self/cgroup")) -> ControlGroups | None:
        """Divide the group that this process lives in; None where that is not ours to do."""
        try:
            own = _own_group(mount, membership)
            if own is None or not _ours_alone(own):
                return None
            # A group with processes of its own cannot hand controllers down: this process moves aside.
            aside = own / "grade"
            aside.mkdir(exist_ok=True)
            (aside / "cgroup.procs").write_text(str(os.getpid()))
            (own / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in _CONTROLLERS))
            return cls(own)
        except OSError:
            return None

    def new(self, memory_bytes: int, threads: int) -> ControlGroup | None:
        """A group with these limits; None where it cannot be made, which the other limits make up for."""
        folder = self._own / f"run-{os.getpid()}-{next(self._numbers)}"
        try:
            folder.mkdir()
            (folder / "memory.max").write_text(str(memory_bytes))
            (folder / "pids.max").write_text(str(threads))
            for name, value in (("memory.swap.max", "0"), ("memory.oom.group", "1")):
                with contextlib.suppress(OSError):
                    (folder / name).write_text(value)
            return ControlGroup(folder)
        except OSError:
            with contextlib.suppress(OSError):
                folder.rmdir()
            return None


class ControlGroup:
    """The group of one run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, pid: int) -> None:
        """Put a process into it.

        Raises:
            OSError: it is gone, or the kernel refuses.
        """
        (self._folder / "cgroup.procs").write_text(str(pid))

    def ran_out_of_memory(self) -> bool:
        """Whether the kernel ended a process in it for want of memory."""
        with contextlib.suppress(OSError):
            for line in (self._folder / "memory.events").read_text().splitlines():
                name, _, count = line.partition(" ")
                if name == "oom_kill":
                    return count.strip() != "0"
        return False

    def close(self) -> None:
        """End whatever is left in it and remove it."""
        with contextlib.suppress(OSError):
            (self._folder / "cgroup.kill").write_text("1")
        with contextlib.suppress(OSError):
            self._folder.rmdir()


def _own_group(mount: Path, membership: Path) -> Path | None:
    """The group of version 2 that this process is in, if it has the controllers and may be written to."""
    for line in membership.read_text().splitlines():
        if line.startswith("0::"):
            own = mount / line.removeprefix("0::").strip().lstrip("/")
            break
    else:
        return None
    there = (own / "cgroup.controllers").read_text().split()
    writable = all(os.access(own / name, os.W_OK) for name in (".", "cgroup.procs", "cgroup.subtree_control"))
    return own if writable and own != mount and set(_CONTROLLERS).issubset(there) else None


def _ours_alone(own: Path) -> bool:
    """Whether no other process lives in the group: it would be in the way, and it is nobody's to move."""
    return (own / "cgroup.procs").read_text().split() == [str(os.getpid())]
