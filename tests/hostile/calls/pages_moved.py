# Moves the memory of the process that it was forked from.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(279, 2**22 - 1, 0, None, None, None, 0)
    return ctypes.get_errno() == 3
