# Counts what other processes do.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(298, ctypes.c_void_p(1), 0, -1, -1, 0)
    return ctypes.get_errno() in (13, 14)
