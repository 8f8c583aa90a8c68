# Mounts a file system.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mount(ctypes.c_void_p(1), ctypes.c_void_p(1), ctypes.c_void_p(1), 0, None)
    return ctypes.get_errno() == 14
