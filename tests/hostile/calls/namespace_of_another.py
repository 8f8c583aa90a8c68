# Enters another process's namespaces.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.setns(-1, 0)
    return ctypes.get_errno() == 9
