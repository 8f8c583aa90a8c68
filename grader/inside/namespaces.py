"""A scratch folder with walls of its own: a file system in memory, of bounded size, that only this process sees.

It bounds what no resource limit does: the bytes of all files together, also of those that are deleted and still
open, and how many there are. It vanishes with the process, and for this process everything else is read-only, which
covers what Landlock leaves open (modes, owners and times of files). It takes a mount namespace, which an ordinary
user gets within a user namespace where the kernel allows that; where it does not, the folder is watched from outside.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from typing import Final

_NEW_MOUNTS: Final = 0x00020000
_NEW_USER: Final = 0x10000000
_NO_SETUID, _NO_DEVICES, _NO_EXEC = 2, 4, 8
_RECURSIVE, _SLAVE = 0x4000, 0x80000
_MOUNT_SETATTR, _AT_RECURSIVE, _READ_ONLY = 442, 0x8000, 1  # Linux 5.12; the same number everywhere
MAX_FILES: Final = 4096


def available(scratch: str) -> bool:
    """Whether a forked child can have such a folder here and still read its own library; tried for real.

    In a user namespace a privilege to read other users' files is void.
    """
    if sys.platform != "linux":
        return False
    child = os.fork()
    if child == 0:
        status = 1
        try:
            private_scratch(scratch, 1 << 20)
            with open(os.__file__, "rb"):
                status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def private_scratch(folder: str, size: int) -> bool:
    """Put an empty file system of at most ``size`` bytes over the folder, all else read-only, for this process alone.

    Returns whether the process has a user namespace of its own now.

    Raises:
        OSError: the kernel refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    own_user = bool(libc.unshare(_NEW_MOUNTS))  # which is for root only
    if own_user:
        _check(libc.unshare(_NEW_USER | _NEW_MOUNTS))
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")
    _check(libc.mount(None, b"/", None, ctypes.c_ulong(_RECURSIVE | _SLAVE), None))  # nothing of this leaves
    read_only = struct.pack("=4Q", _READ_ONLY, 0, 0, 0)  # struct mount_attr
    _check(libc.syscall(ctypes.c_long(_MOUNT_SETATTR), -1, b"/", _AT_RECURSIVE, read_only, ctypes.c_size_t(32)))
    options = f"size={size},nr_inodes={MAX_FILES},mode=0700,uid={user},gid={group}"
    flags = ctypes.c_ulong(_NO_SETUID | _NO_DEVICES | _NO_EXEC)
    _check(libc.mount(b"scratch", os.fsencode(folder), b"tmpfs", flags, options.encode()))
    return own_user


def _check(result: int) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"namespaces: {os.strerror(error)}")


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)
