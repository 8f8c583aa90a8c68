# Loads a program into the kernel.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(321, 0, ctypes.c_void_p(1), 1 << 20)
    return ctypes.get_errno() in (7, 14)
