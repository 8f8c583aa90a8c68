"""What a forked child gives up before it sees a line of the student's source.

This is the first level: a session and process group of its own, hard resource limits, a scratch folder, a clean
environment, no descriptor but its own two, death with the warm process. The order matters: descriptors are moved
into place before the rest are closed, and limits come last, since what precedes them may need room.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
import tempfile
from typing import Final

import msgspec

CHANNEL: Final = 3  # the one descriptor besides stdin, stdout and stderr that a child keeps
_SET_PARENT_DEATH_SIGNAL: Final = 1
_SET_DUMPABLE: Final = 4
_SET_NO_NEW_PRIVILEGES: Final = 38


class Limits(msgspec.Struct, frozen=True):
    """What one isolated process may use; hard limits, which it cannot raise again."""

    scratch: str
    cpu_seconds: int  # a backstop: the outside stops a process much earlier
    memory_bytes: int  # on top of what the warm process has
    file_bytes: int
    open_files: int
    processes: int


def confine(limits: Limits, channel: int, output: int) -> None:
    """Make this forked process as harmless as this level can; raises OSError where that fails."""
    os.setsid()
    _place_descriptors(channel, output)
    _reset_signals()
    _clean_environment(limits.scratch)
    os.umask(0o077)
    os.chdir(limits.scratch)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _set_limits(limits)


def _place_descriptors(channel: int, output: int) -> None:
    null = os.open(os.devnull, os.O_RDONLY)
    channel, output = os.dup(channel), os.dup(output)  # out of the way of 0 to 3 before these are overwritten
    while min(channel, output, null) <= CHANNEL:
        channel, output, null = os.dup(channel), os.dup(output), os.dup(null)
    for source, target in ((null, 0), (output, 1), (output, 2), (channel, CHANNEL)):
        os.dup2(source, target, inheritable=True)
    os.closerange(CHANNEL + 1, 65536)


def _reset_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):  # as Python has them: an OSError, not a death
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _clean_environment(scratch: str) -> None:
    for name in ("HOME", "TMPDIR", "TMP", "TEMP", "MPLCONFIGDIR", "KERAS_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        os.environ[name] = scratch
    os.environ["PWD"] = scratch
    tempfile.tempdir = None  # look at TMPDIR again


def _set_limits(limits: Limits) -> None:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds)
    _limit(resource.RLIMIT_FSIZE, limits.file_bytes)
    _limit(resource.RLIMIT_NOFILE, limits.open_files)
    _limit(resource.RLIMIT_NPROC, limits.processes)
    # RLIMIT_AS would not do: TensorFlow maps far more than it uses.
    _limit(resource.RLIMIT_DATA, _data_bytes() + limits.memory_bytes)


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def _data_bytes() -> int:
    """What this process already counts against RLIMIT_DATA."""
    with contextlib.suppress(OSError), open("/proc/self/status", "rb") as status:
        for line in status:
            if line.startswith(b"VmData:"):
                return int(line.split()[1]) * 1024
    return 1 << 30
