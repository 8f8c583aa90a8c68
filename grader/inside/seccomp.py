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
from typing import Final

from grader.inside.syscalls import ALLOWED, EXAMINED, IGNORED, NEWEST_KNOWN, UNKNOWN

_instruction = struct.Struct("=HBBI").pack
Program = list[bytes]

# Of the packet filter: load a word of the call's data, jump, mask, return.
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16

_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_ALLOWED: Final = _instruction(_RETURN, 0, 0, _ALLOW)
_KILLED: Final = _instruction(_RETURN, 0, 0, _KILL)

# (audit number, column of the tables, number of the system call `seccomp`)
_MACHINES: Final = {"x86_64": (0xC000003E, 0, 317), "aarch64": (0xC00000B7, 1, 277)}
_X32: Final = 0x40000000
_SET_FILTER, _ACTION_AVAILABLE = 1, 2
_NO_SPECULATION_MITIGATION: Final = 4  # flag: slows everything down and protects nobody here

_THREAD: Final = 0x00010000
_NAMESPACES: Final = 0x7E020000
_SHARED_ANONYMOUS, _GROWS_DOWN = 0x21, 0x100
_ACCESS_MODE_AND_TRUNCATE: Final = os.O_ACCMODE | os.O_TRUNC
_PRCTL: Final = (2, 3, 7, 15, 16, 21, 23, 30, 39, 42, 0x53564D41)  # getters, the name of a thread or a mapping
_IOCTL: Final = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # is it a terminal, how wide, how much is there
_FCNTL: Final = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032, 1034)  # no owner, signal, lease, notice, pipe size


def available() -> bool:
    """Whether this machine can filter system calls and the tables know it."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.maxsize < 2**32 or sys.byteorder != "little":
        return False
    action = ctypes.c_uint32(_KILL)
    libc = ctypes.CDLL(None, use_errno=True)
    return not libc.syscall(ctypes.c_long(machine[2]), _ACTION_AVAILABLE, 0, ctypes.byref(action))


def restrict(pid: int) -> None:
    """Leave this process, whose id is ``pid``, the system calls of the tables. ``no_new_privs`` must have been set.

    Raises:
        OSError: the kernel refuses; the process is not confined.
    """
    _, _, number = _MACHINES[platform.machine()]
    program = filter_program(platform.machine(), pid)
    code = ctypes.create_string_buffer(b"".join(program))
    # struct sock_fprog: the number of instructions, then a pointer to them
    head = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    if libc.syscall(ctypes.c_long(number), _SET_FILTER, _NO_SPECULATION_MITIGATION, head) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"seccomp: {os.strerror(error)}")


def filter_program(machine: str, pid: int) -> Program:
    """The filter as instructions; every block below ends in a return or falls through to the next."""
    audit, column, _ = _MACHINES[machine]
    program = [_load(_ARCHITECTURE), *_unless(audit, [_KILLED]), _load(_NUMBER)]
    if machine == "x86_64":  # another table of calls under the same architecture
        program += [_instruction(_JUMP_AT_LEAST, 0, 1, _X32), _KILLED]
    for table, answer in ((ALLOWED, _ALLOWED), (IGNORED, _refused(0)), (UNKNOWN, _refused(errno.ENOSYS))):
        for numbers in table.values():
            number = numbers[column]
            if number is not None:
                program += _when(number, [answer])
    for name, block in _examinations(pid).items():
        number = EXAMINED[name][column]
        if number is not None:
            program += _when(number, block)
    program += [_instruction(_JUMP_AT_LEAST, 0, 1, NEWEST_KNOWN + 1), _refused(errno.ENOSYS)]
    return [*program, _refused(errno.EPERM)]


def _examinations(pid: int) -> dict[str, Program]:
    """What decides on the calls that depend on their arguments."""
    refused = [_refused(errno.EPERM)]
    return {
        # Before ABI 3 Landlock lets a file that may be read be truncated in opening it.
        "open": [_argument(1), _mask(_ACCESS_MODE_AND_TRUNCATE), *_when(os.O_TRUNC, refused), _ALLOWED],
        "openat": [_argument(2), _mask(_ACCESS_MODE_AND_TRUNCATE), *_when(os.O_TRUNC, refused), _ALLOWED],
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
        "fcntl": [_argument(1), *_one_of(_FCNTL), *refused],
    }  # fmt: skip


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


def _one_of(values: Iterable[int]) -> Program:
    return [instruction for value in values for instruction in _when(value, [_ALLOWED])]
