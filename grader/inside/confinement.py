"""What a forked child gives up before it sees a line of the student's source.

    session, descriptors, signals      nothing is shared with the warm process but two descriptors
    scratch folder                     a bounded file system of its own, where the kernel gives one
    environment, umask, cwd            clean
    limits                             memory, CPU, file size, open files, threads; hard, none can be raised again
    Landlock                           reads the interpreter, its packages and a few files; writes scratch only
    capabilities                       none, also for root
    death with the warm process        set last of these, since a change of credentials would undo it
    seccomp                            the system calls of ``syscalls.py``

The order is part of it: each step needs what a later one takes away. A step that fails ends the process before it
has read anything (fail closed); which walls there are to build is measured once, outside (``grader/walls.py``).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys
import tempfile
from typing import Final

import msgspec

from grader.inside import landlock, seccomp
from grader.inside.namespaces import private_scratch

CHANNEL: Final = 3  # the one descriptor besides stdin, stdout and stderr that a child keeps
_SET_PARENT_DEATH_SIGNAL: Final = 1
_SET_DUMPABLE: Final = 4
_SET_NO_NEW_PRIVILEGES: Final = 38
_AMBIENT, _AMBIENT_CLEAR = 47, 4
_READ_SEARCH: Final = 1 << 2  # the capability CAP_DAC_READ_SEARCH
_STACK_BYTES: Final = 64 << 20
_PENDING_SIGNALS: Final = 256

_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/full")
_RANDOM: Final = ("/dev/urandom", "/dev/random")
# What TensorFlow, the C library, NumPy's and Python's own modules look at in /proc/self and nowhere else.
_OF_ITSELF: Final = ("cmdline", "comm", "maps", "stat", "statm", "status")


class Walls(msgspec.Struct, frozen=True):
    """Which walls the kernel gives, and what may be read through them."""

    landlock: int  # the version of its interface; 0 for none
    seccomp: bool
    private_scratch: bool
    control_group: bool  # built from outside
    readable: list[str]


class Limits(msgspec.Struct, frozen=True):
    """What one isolated process may use; hard limits, which it cannot raise again."""

    scratch: str
    cpu_seconds: int  # a backstop: the outside stops a process much earlier
    memory_bytes: int  # on top of what the warm process has
    file_bytes: int
    scratch_bytes: int  # all its files together
    open_files: int
    threads: int
    offered: dict[str, str] = {}  # names in the scratch folder → files of the assignment that it may read


def confine(walls: Walls, limits: Limits, channel: int, output: int, parent: int) -> None:
    """Make this forked process of ``parent`` as harmless as the walls allow.

    Raises:
        OSError: a wall cannot be built; the process must end.
    """
    os.setsid()
    _place_descriptors(channel, output)
    _reset_signals()
    own_user = private_scratch(limits.scratch, limits.scratch_bytes) if walls.private_scratch else False
    _clean_environment(limits.scratch)
    os.umask(0o077)
    os.chdir(limits.scratch)
    for name, path in limits.offered.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        os.symlink(path, name)
    _set_limits(limits, own_user)
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    _check(libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0))
    _check(libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    if walls.landlock:
        landlock.restrict(_grants(walls, limits), walls.landlock)
    _drop_capabilities(libc, keep=_READ_SEARCH if walls.landlock and not own_user else 0)
    _check(libc.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0))
    if os.getppid() != parent:
        os._exit(1)  # it died before its death could be a signal
    if walls.seccomp:
        seccomp.restrict(os.getpid(), read_only_outside=walls.private_scratch)


def _check(result: int) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def _grants(walls: Walls, limits: Limits) -> list[tuple[str, int]]:
    """What Landlock lets through; everything else is denied."""
    itself = f"/proc/{os.getpid()}"
    return [
        (limits.scratch, landlock.OWN),
        *((path, landlock.READ) for path in (*walls.readable, *limits.offered.values(), *_RANDOM)),
        *((path, landlock.READ_WRITE) for path in _DEVICES),
        *((f"{itself}/{name}", landlock.READ) for name in _OF_ITSELF),
        (f"{itself}/task", landlock.LIST),  # which threads there are; below each lies what the machine is doing
    ]


def _drop_capabilities(libc: ctypes.CDLL, keep: int) -> None:
    """Give up what root has beyond others; with Landlock in place root may still read packages of another user."""
    libc.prctl(_AMBIENT, _AMBIENT_CLEAR, 0, 0, 0)
    header = struct.pack("=Ii", 0x20080522, 0)  # version 3 of the interface, this process
    found = ctypes.create_string_buffer(24)
    _check(libc.capget(header, found))
    kept = struct.unpack("=6I", found.raw)[1] & keep  # of those that are permitted
    _check(libc.capset(header, struct.pack("=6I", kept, kept, 0, 0, 0, 0)))


def _place_descriptors(channel: int, output: int) -> None:
    null = os.open(os.devnull, os.O_RDONLY)
    channel, output = os.dup(channel), os.dup(output)  # out of the way of 0 to 3 before these are overwritten
    while min(channel, output, null) <= CHANNEL:
        channel, output, null = os.dup(channel), os.dup(output), os.dup(null)
    for source, target in ((null, 0), (output, 1), (output, 2), (channel, CHANNEL)):
        os.dup2(source, target, inheritable=True)
    for descriptor in _open_descriptors():
        if descriptor > CHANNEL:
            with contextlib.suppress(OSError):
                os.close(descriptor)


def _open_descriptors() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        return list(range(65536))


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


def _set_limits(limits: Limits, own_user: bool) -> None:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds)
    _limit(resource.RLIMIT_FSIZE, limits.file_bytes)
    _limit(resource.RLIMIT_NOFILE, limits.open_files)
    _limit(resource.RLIMIT_STACK, _STACK_BYTES, soft=resource.getrlimit(resource.RLIMIT_STACK)[0])
    # The kernel counts the threads of a user, not of a process, unless the process has a user namespace of its own.
    _limit(resource.RLIMIT_NPROC, limits.threads if own_user else 32 * limits.threads)
    # RLIMIT_AS would not do: TensorFlow maps far more than it uses.
    _limit(resource.RLIMIT_DATA, _data_bytes() + limits.memory_bytes)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_SIGPENDING, _PENDING_SIGNALS)
        _limit(resource.RLIMIT_MSGQUEUE, 0)


def _limit(which: int, value: int, soft: int | None = None) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    lower = value if soft is None or soft == resource.RLIM_INFINITY else min(soft, value)
    resource.setrlimit(which, (lower, value))


def _data_bytes() -> int:
    """What this process already counts against RLIMIT_DATA."""
    with contextlib.suppress(OSError), open("/proc/self/status", "rb") as status:
        for line in status:
            if line.startswith(b"VmData:"):
                return int(line.split()[1]) * 1024
    return 1 << 30
