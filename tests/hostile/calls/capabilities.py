# Gives itself the powers of root.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(126, ctypes.c_void_p(1), ctypes.c_void_p(1))
    return ctypes.get_errno() == 14
