# Changes its root folder.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.chroot(ctypes.c_void_p(1))
    return ctypes.get_errno() == 14
