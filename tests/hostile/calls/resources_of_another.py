# Compares what two processes share.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(312, 2**22 - 1, 2**22 - 1, 0, 0, 0)  # kcmp
    return ctypes.get_errno() == 3
