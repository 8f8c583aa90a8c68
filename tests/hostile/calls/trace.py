# Traces another process (one that does not exist, to be harmless).
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace(2, 2**22 - 1, None, None)
    return ctypes.get_errno() == 3
