# Signals a thread of the process that it was forked from, in three ways.
# stopped by: landlock, seccomp
# verdict: failed
# machine: x86_64
import ctypes
import os


def attack():
    libc, parent = ctypes.CDLL(None), os.getppid()
    return 0 in (libc.syscall(200, parent, 0), libc.syscall(234, parent, parent, 0))
