"""seccomp: which system calls a confined process may still make (Linux 4.14 and newer).

A filter is a program for the kernel's packet filter that sees the number of a call and its arguments and answers:
allow, or an error, or death. It denies by default, holds for the process and all its threads, and cannot be taken
off. Paths are pointers, which a filter cannot follow: files are Landlock's business.

Source: the kernel's Documentation/userspace-api/seccomp_filter.rst, include/uapi/linux/{seccomp,filter,audit}.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from grader.inside.syscalls import (
    ALLOWED,
    EXAMINED,
    IGNORED,
    METADATA,
    NEWEST_KNOWN,
    SIZES,
    UNKNOWN,
    UNSUPPORTED,
    Numbers,
)

_instruction = struct.Struct("=HBBI").pack
Program = list[bytes]

# Of the packet filter: load a word of the call's data, jump, mask, return.
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16

_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_ALLOWED: Final = _instruction(_RETURN, 0, 0, _ALLOW)
_KILLED: Final = _instruction(_RETURN, 0, 0, _KILL)
_DONE: Final = _instruction(_RETURN, 0, 0, _ERROR)  # the answer 0, and nothing has happened

# (audit number, column of the tables, number of the system call `seccomp`)
_MACHINES: Final = {"x86_64": (0xC000003E, 0, 317), "aarch64": (0xC00000B7, 1, 277)}
_X32: Final = 0x40000000
_SET_FILTER, _ACTION_AVAILABLE = 1, 2
_NO_SPECULATION_MITIGATION: Final = 4  # flag: slows everything down and protects nobody here

_THREAD: Final = 0x00010000
_NAMESPACES: Final = 0x7E020000
_SHARED_ANONYMOUS, _GROWS_DOWN = 0x21, 0x100
_ACCESS_MODE, _NEITHER_MODE = os.O_ACCMODE, 3  # the mode for device control alone, of which Landlock asks no right
_PRCTL: Final = (2, 3, 7, 15, 16, 21, 23, 30, 39, 42, 0x53564D41)  # getters, the name of a thread or a mapping
_IOCTL: Final = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # is it a terminal, how wide, how much is there
_FCNTL: Final = (0, 1, 2, 3, 4, 5, 36, 1030, 1032, 1034)  # no owner, signal, lease, notice, pipe size
_LOCKS: Final = (6, 7, 37, 38)  # taken on files that others may open too, locks are a channel between submissions


def available() -> bool:
    """Whether this machine can filter system calls and the tables know it."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.maxsize < 2**32 or sys.byteorder != "little":
        return False
    action = ctypes.c_uint32(_KILL)
    libc = ctypes.CDLL(None, use_errno=True)
    return not libc.syscall(ctypes.c_long(machine[2]), _ACTION_AVAILABLE, 0, ctypes.byref(action))


def restrict(pid: int, read_only_outside: bool) -> None:
    """Leave this process, whose id is ``pid``, the system calls of the tables. ``no_new_privs`` must have been set.

    With ``read_only_outside`` every file but those of the scratch folder is on a read-only mount.

    Raises:
        OSError: the kernel refuses; the process is not confined.
    """
    _, _, number = _MACHINES[platform.machine()]
    program = filter_program(platform.machine(), pid, read_only_outside)
    code = ctypes.create_string_buffer(b"".join(program))
    # struct sock_fprog: the number of instructions, then a pointer to them
    head = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    if libc.syscall(ctypes.c_long(number), _SET_FILTER, _NO_SPECULATION_MITIGATION, head) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"seccomp: {os.strerror(error)}")


def prepare() -> None:
    """Put the tables together once, before the fork: they are the same for every process."""
    if platform.machine() in _MACHINES:
        for read_only_outside in (False, True):
            _tables(platform.machine(), read_only_outside)


def filter_program(machine: str, pid: int, read_only_outside: bool) -> Program:
    """The filter as instructions; every block below ends in a return or falls through to the next."""
    column = _MACHINES[machine][1]
    program = list(_tables(machine, read_only_outside))
    for name, block in _examinations(pid, read_only_outside).items():
        number = EXAMINED[name][column]
        if number is not None:
            program += _when(number, block)
    program += [_instruction(_JUMP_AT_LEAST, 0, 1, NEWEST_KNOWN + 1), _refused(errno.ENOSYS)]
    return [*program, _refused(errno.EPERM)]


@cache
def _tables(machine: str, read_only_outside: bool) -> tuple[bytes, ...]:
    """The filter's beginning: the right architecture, and the calls whose number decides."""
    audit, column, _ = _MACHINES[machine]
    program = [_load(_ARCHITECTURE), *_unless(audit, [_KILLED]), _load(_NUMBER)]
    if machine == "x86_64":  # another table of calls under the same architecture
        program += [_instruction(_JUMP_AT_LEAST, 0, 1, _X32), _KILLED]
    answers: list[tuple[Numbers, bytes]] = [
        (ALLOWED, _ALLOWED),
        (IGNORED, _DONE),
        (METADATA, _ALLOWED if read_only_outside else _DONE),
        (SIZES, _ALLOWED if read_only_outside else _refused(errno.EPERM)),
        (UNSUPPORTED, _refused(errno.EOPNOTSUPP)),
        (UNKNOWN, _refused(errno.ENOSYS)),
    ]
    for table, answer in answers:
        for numbers in table.values():
            number = numbers[column]
            if number is not None:
                program += _when(number, [answer])
    return tuple(program)


def _examinations(pid: int, read_only_outside: bool) -> dict[str, Program]:
    """What decides on the calls that depend on their arguments."""
    refused = [_refused(errno.EPERM)]
    return {
        "open": _opening(1),
        "openat": _opening(2),
        "utime": _times(1, read_only_outside),
        "utimes": _times(1, read_only_outside),
        "utimensat": _times(2, read_only_outside),
        "futimesat": _times(2, read_only_outside),
        # RLIMIT_DATA counts neither shared memory nor mappings that grow like a stack.
        "mmap": [
            _argument(3), _mask(_SHARED_ANONYMOUS), *_when(_SHARED_ANONYMOUS, refused),
            _argument(3), _mask(_GROWS_DOWN), *_when(_GROWS_DOWN, refused), _ALLOWED,
        ],
        "clone": [_argument(0), _mask(_THREAD | _NAMESPACES), *_when(_THREAD, [_ALLOWED]), *refused],
        "kill": [_argument(0), *_when(pid, [_ALLOWED]), *refused],
        "tgkill": [_argument(0), *_when(pid, [_ALLOWED]), *refused],
        "prlimit64": [_argument(0), *_one_of((0, pid)), *refused],
        "prctl": [_argument(0), *_one_of(_PRCTL), *refused],
        "ioctl": [_argument(1), *_one_of(_IOCTL), _refused(errno.ENOTTY)],
        "fcntl": [_argument(1), *_one_of(_FCNTL), *_one_of(_LOCKS, _DONE), *refused],
    }  # fmt: skip


def _opening(position: int) -> Program:
    """Before ABI 3 Landlock lets a file that may be read be truncated in opening it; no ABI asks about mode 3."""
    refused = [_refused(errno.EPERM)]
    flags = _argument(position)
    return [
        flags, _mask(_ACCESS_MODE), *_when(_NEITHER_MODE, refused),
        flags, _mask(_ACCESS_MODE | os.O_TRUNC), *_when(os.O_TRUNC, refused), _ALLOWED,
    ]  # fmt: skip


def _times(position: int, read_only_outside: bool) -> Program:
    """Times are set nowhere outside; "now" (no times given) fails, so that `Path.touch` goes on to make the file."""
    if read_only_outside:
        return [_ALLOWED]
    return [_argument(position), *_when(0, [_refused(errno.EPERM)]), _DONE]


def _load(offset: int) -> bytes:
    return _instruction(_LOAD, 0, 0, offset)


def _argument(position: int) -> bytes:
    """Load the low half of an argument: all that the kernel reads of an `int`."""
    return _load(_FIRST_ARGUMENT + 8 * position)


def _mask(bits: int) -> bytes:
    return _instruction(_AND, 0, 0, bits)


def _refused(error: int) -> bytes:
    return _instruction(_RETURN, 0, 0, _ERROR | error)


def _when(value: int, block: Sequence[bytes]) -> Program:
    """The block where the loaded word is this value."""
    return [_instruction(_JUMP_EQUAL, 0, len(block), value), *block]


def _unless(value: int, block: Sequence[bytes]) -> Program:
    """The block where the loaded word is another value."""
    return [_instruction(_JUMP_EQUAL, len(block), 0, value), *block]


def _one_of(values: Iterable[int], answer: bytes = _ALLOWED) -> Program:
    return [instruction for value in values for instruction in _when(value, [answer])]
